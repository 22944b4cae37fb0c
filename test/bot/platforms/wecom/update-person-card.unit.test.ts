import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type CardPress } from '../../../../server/ports/chat.ts';
import { type MessageView } from '../../../../simulator/control/types.ts';
import { approval, cardOf } from './contents.ts';
import { eventually, failureOf, startTenant, type Tenant } from './tenant.ts';

const chen = { kind: 'person', account: 'chenjianguo' } as const;

describe('a card with buttons to a person', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  async function sendAndPress(
    taskId: string,
  ): Promise<{ press: CardPress; message: MessageView; code: string | null }> {
    const receipt = await tenant.platform.chat.send(chen, { type: 'card', card: approval(taskId) });
    const message = await tenant.lastMessage('app:chenjianguo', 'chenjianguo');
    await tenant.press(message, { userid: 'chenjianguo', key: 'approve' });
    const press = await eventually(
      () => tenant.events.find((event) => event.kind === 'card_pressed' && event.taskId === taskId),
      'the press',
    );
    if (press.kind !== 'card_pressed') throw new Error('not a press');
    return { press, message, code: receipt.updateCode };
  }

  const settled = (taskId: string) => approval(taskId, { actions: [], settled: '陈建国 已同意' });
  const seen = async () => cardOf(await tenant.lastMessage('app:chenjianguo', 'chenjianguo'));

  it('opens the page through the silent login', async () => {
    await tenant.platform.chat.send(chen, { type: 'card', card: approval('t1') });
    const { template } = await seen();
    expect(template.card_action?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\?to=%2Fapprovals%2F42$/);
  });

  it('tells who pressed which button of which card', async () => {
    const { press } = await sendAndPress('t2');
    expect(press).toMatchObject({ via: 'app', account: 'chenjianguo', taskId: 't2', actionKey: 'approve' });
    expect(press.updateCode).toBeTruthy();
  });

  it('turns into its result in answer to the press', async () => {
    const { press, code } = await sendAndPress('t3');
    await tenant.platform.chat.updateCard(chen, { updateCode: code }, settled('t3'), press);
    expect(await seen()).toMatchObject({ isDisabled: true, replaceText: '陈建国 已同意' });
  });

  it('turns into its result without a press, once', async () => {
    const { updateCode } = await tenant.platform.chat.send(chen, { type: 'card', card: approval('t4') });
    await tenant.platform.chat.updateCard(chen, { updateCode }, settled('t4'));
    expect(await seen()).toMatchObject({ isDisabled: true });
    const error = await failureOf(tenant.platform.chat.updateCard(chen, { updateCode }, settled('t4')));
    expect([error.code, error.platformCode]).toEqual(['card_expired', '60140']);
  });

  it('falls back on the code of the send when the code of the press is used up', async () => {
    const { press, code } = await sendAndPress('t5');
    await tenant.platform.chat.updateCard(chen, { updateCode: null }, approval('t5', { text: '仍待处理' }), press);
    await tenant.platform.chat.updateCard(chen, { updateCode: code }, settled('t5'), press);
    expect(await seen()).toMatchObject({ isDisabled: true });
  });

  it("does not spend another person's press on this copy", async () => {
    const { press, code } = await sendAndPress('t6');
    const stranger = { ...press, account: 'linwanqing', updateCode: 'code of another copy' };
    await tenant.platform.chat.updateCard(chen, { updateCode: code }, settled('t6'), stranger);
    expect(await tenant.requests('/cgi-bin/message/update_template_card')).toHaveLength(1);
  });

  it('cannot be changed without any code', async () => {
    const error = await failureOf(tenant.platform.chat.updateCard(chen, { updateCode: null }, settled('t7')));
    expect([error.code, error.platformCode]).toEqual(['card_expired', 'no_update_code']);
  });

  it('cannot be changed three days later', async () => {
    const { updateCode } = await tenant.platform.chat.send(chen, { type: 'card', card: approval('t8') });
    await tenant.control('POST', 'clock', { advanceSeconds: 73 * 3600 });
    const error = await failureOf(tenant.platform.chat.updateCard(chen, { updateCode }, settled('t8')));
    expect(error.code).toBe('card_expired');
  });
});
