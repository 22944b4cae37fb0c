import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrived, call } from '../../h5/api.ts';
import { forgetArriving, receiveArriving } from '../../h5/arriving.ts';
import { useRecord } from '../../h5/composables/use-record.ts';
import { getPreferences } from '../../server/contract/messages.ts';
import { inComponent } from './support/in-component.ts';
import { refusal, useFakeNetwork } from './support/fake-network.ts';

const preferences = { quietFrom: '21:00', quietUntil: '08:00', muted: [] };

describe('answers that come with the page', () => {
  const network = useFakeNetwork();
  beforeEach(() =>
    document.head.insertAdjacentHTML('beforeend', `<meta name="answers" content="${getPreferences.path}">`),
  );
  afterEach(() => {
    document.querySelector('meta[name=answers]')?.remove();
    forgetArriving();
  });

  it('stand on the page from its first drawing on, without another request', async () => {
    network.answer(() => ({ json: preferences }));
    await receiveArriving();
    const { result, unmount } = inComponent(() => useRecord(getPreferences, () => ({})));
    expect([result.state.value, result.data.value]).toEqual(['ready', preferences]);
    await nextTick();
    expect(network.sent).toHaveLength(1);
    unmount();
  });

  it('are for one taker: who asks later is answered anew', async () => {
    network.answer(() => ({ json: preferences }));
    await receiveArriving();
    expect(arrived(getPreferences)).toEqual(preferences);
    expect(arrived(getPreferences)).toBeNull();
    network.answer(() => ({ json: { ...preferences, quietFrom: '22:00' } }));
    expect((await call(getPreferences)).quietFrom).toBe('22:00');
    expect(network.sent).toHaveLength(2);
  });

  it('are joined while they are under way', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    network.answer(async () => {
      await held;
      return { json: preferences };
    });
    const all = receiveArriving();
    expect(arrived(getPreferences)).toBeNull();
    const asked = call(getPreferences);
    release();
    await Promise.all([all, expect(asked).resolves.toEqual(preferences)]);
    expect(network.sent).toHaveLength(1);
  });

  it('fail whoever waits for them with their own problem, and are repeated once like any other read', async () => {
    network.answer(() => refusal(404, 'customer.not_found', '客户不存在'));
    const gone = receiveArriving();
    await expect(call(getPreferences)).rejects.toMatchObject({ status: 404, code: 'customer.not_found' });
    await gone;
    expect(network.sent).toHaveLength(1);

    network.answer(() => refusal(503, 'system.unavailable', '系统暂时不可用'));
    const away = receiveArriving();
    await expect(call(getPreferences)).rejects.toMatchObject({ status: 503, code: 'system.unavailable' });
    await away;
    expect(network.sent).toHaveLength(3);
  });

  it('are asked again when they failed or make no sense, with the problem of the second time', async () => {
    network.answer(() => refusal(503, 'system.unavailable', '系统暂时不可用'));
    await receiveArriving();
    network.answer(() => ({ json: preferences }));
    await expect(call(getPreferences)).resolves.toEqual(preferences);

    network.answer(() => ({ json: { quietFrom: 'late' } }));
    await receiveArriving();
    const { result, unmount } = inComponent(() => useRecord(getPreferences, () => ({})));
    expect(result.state.value).toBe('loading');
    await expect.poll(() => result.problem.value?.code).toBe('client.unreadable');
    unmount();
  });

  it('are forgotten once the page stands', async () => {
    network.answer(() => ({ json: preferences }));
    await receiveArriving();
    forgetArriving();
    expect(arrived(getPreferences)).toBeNull();
  });
});
