import { describe, expect, it } from 'vitest';

import { demoCredentials } from '../../simulator/demo-credentials.ts';
import { json, startSimulator } from './start-simulator.ts';

const { corpId, agentSecret } = demoCredentials;

describe('gettoken', () => {
  it('gives the same token while it lives and another one after two hours', async () => {
    const { simulator, advance } = await startSimulator();
    const fetchToken = () => json(`${simulator.url}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${agentSecret}`);
    const first = await fetchToken();
    expect(first).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 });
    await advance(3600);
    const second = await fetchToken();
    expect(second.access_token).toBe(first.access_token);
    expect(second.expires_in).toBeLessThanOrEqual(3600);
    await advance(3601);
    expect((await fetchToken()).access_token).not.toBe(first.access_token);
  });

  it.each([
    ['corpid=wrong&corpsecret=x', 40013],
    [`corpid=${corpId}&corpsecret=wrong`, 40001],
    [`corpsecret=${agentSecret}`, 41002],
    [`corpid=${corpId}`, 41004],
  ])('with %s fails with %i in a 200 answer that carries the trace', async (query, errcode) => {
    const { simulator } = await startSimulator();
    const response = await fetch(`${simulator.url}/cgi-bin/gettoken?${query}`);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as { errcode: number; errmsg: string };
    expect(answer.errcode).toBe(errcode);
    expect(answer.errmsg).toMatch(/, hint: \[\d+_\d+_[0-9a-f]+\], from ip: 127\.0\.0\.1, more info at https:/);
  });
});

describe('a token', () => {
  it('revoked as invalid is unknown, revoked or aged as expired is expired', async () => {
    const { simulator, control, advance, get } = await startSimulator();
    const tokenNow = async () => {
      const answer = await json(`${simulator.url}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${agentSecret}`);
      return String(answer.access_token);
    };
    const use = (token: string) => json(`${simulator.url}/cgi-bin/department/list?access_token=${token}`);
    const first = await tokenNow();
    await control('POST', 'tokens/revoke', { as: 'invalid' });
    expect(await use(first)).toMatchObject({ errcode: 40014 });
    const second = await tokenNow();
    await control('POST', 'tokens/revoke', { as: 'expired' });
    expect(await use(second)).toMatchObject({ errcode: 42001 });
    const third = await tokenNow();
    await advance(7201);
    expect(await use(third)).toMatchObject({ errcode: 42001 });
    expect(await json(`${simulator.url}/cgi-bin/department/list`)).toMatchObject({ errcode: 41001 });
    expect(await get('/cgi-bin/department/list')).toMatchObject({ errcode: 0 });
  });

  it('opens only what its secret may do', async () => {
    const { post, contacts } = await startSimulator();
    expect(await post('/cgi-bin/user/create', {})).toMatchObject({ errcode: 48002 });
    expect(await post('/cgi-bin/user/list_id', {})).toMatchObject({ errcode: 48002 });
    expect(await contacts.get('/cgi-bin/user/get?userid=amy')).toMatchObject({ errcode: 48009 });
    expect(await contacts.post('/cgi-bin/message/send', {})).toMatchObject({ errcode: 48002 });
  });
});

describe('calls', () => {
  it('from an address outside the list are refused with the address', async () => {
    const { simulator, control } = await startSimulator();
    const fetchToken = () => json(`${simulator.url}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${agentSecret}`);
    const { access_token: token } = await fetchToken();
    await control('PATCH', 'settings', { ipAllowList: ['203.0.113.5'] });
    const refusal = { errcode: 60020, errmsg: expect.stringContaining('127.0.0.1') as string };
    expect(await fetchToken()).toMatchObject(refusal);
    expect(await json(`${simulator.url}/cgi-bin/department/list?access_token=${String(token)}`)).toMatchObject(refusal);
    await control('PATCH', 'settings', { ipAllowList: ['127.0.0.1'] });
    expect(await fetchToken()).toMatchObject({ errcode: 0 });
  });

  it('over the limit of a path are refused until the minute is over', async () => {
    const { control, get, advance } = await startSimulator();
    await control('PATCH', 'settings', { pathLimits: { '/cgi-bin/department/list': 2 } });
    const codes = [];
    for (let i = 0; i < 3; i++) codes.push((await get('/cgi-bin/department/list')).errcode);
    expect(codes).toEqual([0, 0, 45009]);
    await advance(61);
    expect(await get('/cgi-bin/department/list')).toMatchObject({ errcode: 0 });
  });

  it('with the wrong method or no JSON are bad parameters', async () => {
    const { get, simulator } = await startSimulator();
    expect(await get('/cgi-bin/message/send')).toMatchObject({ errcode: 40058 });
    expect((await fetch(`${simulator.url}/cgi-bin/no/such`)).status).toBe(404);
  });
});

describe('JS-SDK tickets', () => {
  it('differ by kind, live two hours and have their hourly quota', async () => {
    const { get, advance } = await startSimulator();
    const agent = await get('/cgi-bin/ticket/get?type=agent_config');
    const corp = await get('/cgi-bin/get_jsapi_ticket');
    expect(agent.ticket).not.toBe(corp.ticket);
    expect((await get('/cgi-bin/ticket/get?type=agent_config')).ticket).toBe(agent.ticket);
    expect(await get('/cgi-bin/ticket/get?type=wx_card')).toMatchObject({ errcode: 91040 });
    for (let i = 0; i < 98; i++) await get('/cgi-bin/ticket/get?type=agent_config');
    expect(await get('/cgi-bin/ticket/get?type=agent_config')).toMatchObject({ errcode: 45009 });
    await advance(7201);
    expect((await get('/cgi-bin/ticket/get?type=agent_config')).ticket).not.toBe(agent.ticket);
  });
});
