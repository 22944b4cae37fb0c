import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import { useAction } from '../../../h5/composables/use-action.ts';
import { commentOnFollowUp } from '../../../server/contract/activities.ts';
import { refusal, useFakeNetwork } from '../support/fake-network.ts';

const input = (text: string) => ({ params: { id: '7' }, body: { text } });

describe('useAction', () => {
  const network = useFakeNetwork();
  const keys = () => network.sent.map(({ key }) => key);

  it('sends the same key again while the outcome of the same submission is unknown', async () => {
    const { run, problem } = useAction(commentOnFollowUp);
    network.answer(() => 'down');
    expect(await run(input('看过了'))).toBeUndefined();
    expect(problem.value?.code).toBe('client.offline');
    network.answer(() => ({ json: { id: '9' } }));
    expect(await run(input('看过了'))).toEqual({ id: '9' });
    expect(keys()[1]).toBe(keys()[0]);
  });

  it('takes a new key for other content, and after success or a clear refusal', async () => {
    const { run } = useAction(commentOnFollowUp);
    network.answer(() => 'down');
    await run(input('一'));
    network.answer(() => refusal(404, 'record.not_found', '记录不存在'));
    await run(input('二'));
    await run(input('二'));
    network.answer(() => ({ json: { id: '9' } }));
    await run(input('二'));
    await run(input('二'));
    expect(new Set(keys()).size).toBe(5);
  });

  it('runs one at a time', async () => {
    const { run, pending } = useAction(commentOnFollowUp);
    network.answer(() => ({ json: { id: '9' } }));
    const first = run(input('一'));
    expect(pending.value).toBe(true);
    expect(await run(input('一'))).toBeUndefined();
    expect(await first).toEqual({ id: '9' });
    expect(network.sent).toHaveLength(1);
    expect(pending.value).toBe(false);
  });

  it('tells a refusal nobody else handles', async () => {
    const { run } = useAction(commentOnFollowUp);
    network.answer(() => refusal(404, 'record.not_found', '这条跟进已不可见'));
    await run(input('一'));
    await nextTick();
    expect(document.body.textContent).toContain('这条跟进已不可见');
  });

  it('leaves a problem the page handles itself to the page', async () => {
    const seen: string[] = [];
    const { run } = useAction(commentOnFollowUp, { handles: ({ code }) => seen.push(code) > 0 });
    network.answer(() => refusal(404, 'record.not_found', '只给这一页看'));
    await run(input('一'));
    expect(seen).toEqual(['record.not_found']);
    expect(document.body.textContent).not.toContain('只给这一页看');
  });
});
