import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type ClockState, type Credentials, type LiveEvent, type RequestEntry } from '../../simulator/control/types.ts';
import { cleanUp, inbox, type Json, startSimulator } from './start-simulator.ts';
import { smallCompany } from './small-company.ts';

const hello = { touser: 'amy', msgtype: 'text', text: { content: '你好' } };

describe('faults', () => {
  it('hit a path as often as ordered, with a code, a status, a delay or a dropped connection', async () => {
    const rig = await startSimulator();
    await rig.control('POST', 'faults', { path: '/cgi-bin/message/*', times: 2, errcode: -1 });
    expect(await rig.send(hello)).toMatchObject({ errcode: -1 });
    expect(await rig.get('/cgi-bin/department/list')).toMatchObject({ errcode: 0 });
    expect(await rig.send(hello)).toMatchObject({ errcode: -1 });
    expect(await rig.send(hello)).toMatchObject({ errcode: 0 });
    expect(await inbox(rig, 'amy')).toHaveLength(1);
    await rig.control('POST', 'faults', { path: '/cgi-bin/user/get', drop: true });
    await expect(rig.get('/cgi-bin/user/get?userid=amy')).rejects.toThrow('fetch failed');
    await rig.control('DELETE', 'faults');
    await rig.control('POST', 'faults', { path: '/cgi-bin/message/send', dropAnswer: true, times: 1 });
    await expect(rig.send(hello)).rejects.toThrow('fetch failed');
    expect(await inbox(rig, 'amy')).toHaveLength(2);
    await rig.control('POST', 'faults', { path: '*/get', httpStatus: 502 });
    expect((await fetch(`${rig.simulator.url}/cgi-bin/user/get`)).status).toBe(502);
    await rig.control('DELETE', 'faults');
    await rig.control('POST', 'faults', { path: '*', delayMs: 120, times: 1 });
    const startedAt = performance.now();
    expect(await rig.get('/cgi-bin/user/get?userid=amy')).toMatchObject({ errcode: 0 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
  });
});

describe('the request log', () => {
  it('keeps path, code and body of the last calls', async () => {
    const rig = await startSimulator();
    await rig.send(hello);
    const log = await rig.control<RequestEntry[]>('GET', 'requests');
    expect(log.at(-1)).toMatchObject({ method: 'POST', path: '/cgi-bin/message/send', errcode: 0, httpStatus: 200 });
    expect(log.at(-1)?.body).toContain('你好');
    expect(await rig.control('GET', 'counters')).toMatchObject({ calls: { '/cgi-bin/message/send': 1 }, sent: 1 });
  });
});

describe('the clock', () => {
  it('goes to a moment, goes on from there and comes back', async () => {
    const rig = await startSimulator();
    const target = Date.parse('2031-03-05T10:30:00.000Z');
    const moved = await rig.control<ClockState>('POST', 'clock', { now: '2031-03-05T18:30:00+08:00' });
    expect(Date.parse(moved.now) - target).toBeLessThan(1000);
    const later = await rig.control<ClockState>('POST', 'clock', { advanceSeconds: 60 });
    expect(Date.parse(later.now) - target).toBeGreaterThanOrEqual(60_000);
    await rig.send(hello);
    expect((await inbox(rig, 'amy'))[0]?.time).toMatch(/^2031-03-05T10:31/);
    expect(await rig.control('POST', 'clock', { reset: true })).toMatchObject({ offsetMs: 0 });
    await expect(rig.control('POST', 'clock', { now: 'tomorrow' })).rejects.toThrow('400');
  });
});

describe('the live stream', () => {
  it('tells what changed', async () => {
    const rig = await startSimulator();
    const response = await fetch(`${rig.simulator.url}/simulator/api/stream`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const events: LiveEvent[] = [];
    const until = async (count: number) => {
      while (events.length < count) {
        const { value = '' } = (await reader?.read()) ?? {};
        for (const match of value.matchAll(/^data: (.+)$/gm)) events.push(JSON.parse(match[1] ?? '') as LiveEvent);
      }
    };
    await rig.send(hello);
    await rig.control('PATCH', 'people/ben', { position: '主管' });
    await rig.advance(60);
    await until(3);
    expect(events).toMatchObject([
      { type: 'message', conversationIds: ['app:amy'] },
      { type: 'org' },
      { type: 'clock' },
    ]);
    await reader?.cancel();
  });
});

describe('the state', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'simulator-'));
    cleanUp(async () => rmSync(path, { recursive: true, force: true }));
    return path;
  };

  it('survives a restart with its clock, and leaves no half-written file', async () => {
    const dataFolder = folder();
    const first = await startSimulator({ dataFolder });
    await first.control('PATCH', 'people/amy', { name: '艾米莉' });
    await first.advance(3600);
    await first.send(hello);
    await first.simulator.close();
    expect(readdirSync(dataFolder).sort()).toEqual(['media', 'simulator.json']);
    const second = await startSimulator({ dataFolder });
    expect(await second.get('/cgi-bin/user/get?userid=amy')).toMatchObject({ name: '艾米莉' });
    expect(await inbox(second, 'amy')).toHaveLength(1);
    expect(await second.control('GET', 'clock')).toMatchObject({ offsetMs: 3_600_000 });
  });

  it('begins anew with another company', async () => {
    const dataFolder = folder();
    const first = await startSimulator({ dataFolder });
    await first.simulator.close();
    const second = await startSimulator({ dataFolder, org: { ...smallCompany, company: { name: '另一家' } } });
    expect(await second.control('GET', 'company')).toMatchObject({ name: '另一家' });
  });

  it('goes back to its beginning on reset, and takes another company while running', async () => {
    const rig = await startSimulator();
    await rig.send(hello);
    await rig.control('POST', 'reset');
    expect(await inbox(rig, 'amy')).toEqual([]);
    const other = { company: { name: '新公司' }, departments: [{ id: 1, name: '新公司' }], people: [] };
    expect(await rig.control('POST', 'company', other)).toMatchObject({ name: '新公司', people: [] });
    await expect(rig.control('POST', 'company', { ...other, departments: [] })).rejects.toThrow('400 公司文件有误');
  });
});

describe('the addresses', () => {
  it('lead from the plain host to the one of the devices, on the same port', async () => {
    const { simulator } = await startSimulator();
    const response = await fetch(`${simulator.url}/`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      `http://wecom.localhost:${simulator.port}/`,
    ]);
  });

  it('and secrets are told to whoever starts the CRM', async () => {
    const rig = await startSimulator();
    const told = await rig.control<Credentials>('GET', 'credentials');
    expect(told.aibotUrl).toBe(`ws://127.0.0.1:${rig.simulator.port}/aibot`);
    const token: Json = await rig.get('/cgi-bin/get_api_domain_ip');
    expect(token).toMatchObject({ ip_list: ['127.0.0.1'] });
  });

  it('let a device in front see every request first', async () => {
    const rig = await startSimulator({
      devices: (request, response, next) => (request.url === '/device' ? void response.end('mine') : next()),
    });
    expect(await (await fetch(`${rig.simulator.url}/device`)).text()).toBe('mine');
    expect(await rig.get('/cgi-bin/department/list')).toMatchObject({ errcode: 0 });
  });
});
