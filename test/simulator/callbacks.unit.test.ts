import { describe, expect, it } from 'vitest';

import { type CallbackEntry } from '../../simulator/control/types.ts';
import { startFakeCrm } from './fake-crm.ts';
import { inbox, type Rig, startSimulator } from './start-simulator.ts';

const lastCallback = async (rig: Rig) => (await rig.control<CallbackEntry[]>('GET', 'callbacks')).at(-1);

describe('a callback', () => {
  it('is tried three times in all while the answer is not 200', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    crm.answer = () => ({ status: 500 });
    expect(await rig.control('POST', 'people/amy/enter-agent')).toMatchObject({ delivered: false });
    expect(crm.received).toHaveLength(3);
    expect(new Set(crm.received.map((each) => each.xml)).size).toBe(1);
    expect(await lastCallback(rig)).toMatchObject({
      name: 'enter_agent',
      attempts: 3,
      outcome: 'failed',
      detail: 'HTTP 500',
    });
  });

  it('is given up on silence after its time and sent again', async () => {
    const rig = await startSimulator({ timing: { callbackTimeoutMs: 60 } });
    const crm = await startFakeCrm(rig);
    crm.answer = () => (crm.received.length === 1 ? null : {});
    expect(await rig.control('POST', 'people/amy/enter-agent')).toMatchObject({ delivered: true });
    expect(crm.received).toHaveLength(2);
  });

  it('arrives twice on demand', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.control('PATCH', 'settings', { duplicateCallbacks: true });
    await rig.control('POST', 'people/amy/enter-agent');
    expect(crm.received.map((each) => each.xml)).toEqual([crm.received[0]?.xml, crm.received[0]?.xml]);
  });

  it('changes places with the next one on demand', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.control('PATCH', 'settings', { reorderCallbacks: true });
    const enter = (from: string) =>
      rig.simulator.world.callbacks.send({ target: 'app', name: 'enter_agent', from, fields: [['MsgType', 'event']] });
    await Promise.all([enter('amy'), enter('ben')]);
    expect(crm.received.map(({ xml }) => /FromUserName><!\[CDATA\[(\w+)/.exec(xml)?.[1])).toEqual(['ben', 'amy']);
  });

  it('address is verified by an echo', async () => {
    const rig = await startSimulator();
    expect(await rig.control('POST', 'callbacks/verify', { target: 'app' })).toMatchObject({ ok: false });
    await startFakeCrm(rig);
    expect(await rig.control('POST', 'callbacks/verify', { target: 'app' })).toEqual({ ok: true, detail: 'ok' });
    expect(await rig.control('POST', 'callbacks/verify', { target: 'contacts' })).toMatchObject({ ok: true });
  });
});

describe('what a person writes to the app', () => {
  it('arrives as a message and may be answered at once', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    crm.answer = () => ({ reply: '<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[收到]]></Content></xml>' });
    const said = { userid: 'amy', text: '今日待办 <b>]]>' };
    expect(await rig.control('POST', 'conversations/app:amy/messages', said)).toMatchObject({ delivered: true });
    expect(crm.received[0]?.xml).toMatch(/<Content>.*今日待办.*<MsgId><!\[CDATA\[\d+\]\]><\/MsgId><AgentID>1000002</);
    expect((await inbox(rig, 'amy')).map((each) => each.content)).toMatchObject([
      { text: said.text },
      { text: '收到' },
    ]);
  });
});
