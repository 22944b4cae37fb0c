import { describe, expect, it } from 'vitest';

import { startFakeCrm } from './fake-crm.ts';
import { type Json, startSimulator } from './start-simulator.ts';

const ids = (answer: Json, list: string, id: string) => (answer[list] as Json[]).map((each) => each[id]);

describe('the directory seen by the app', () => {
  it('is whole while the root is visible, without the sensitive fields', async () => {
    const { get } = await startSimulator();
    const departments = await get('/cgi-bin/department/list');
    expect(ids(departments, 'department', 'id')).toEqual([1, 2, 3, 4]);
    expect((departments.department as Json[])[0]).toMatchObject({ parentid: 0, department_leader: ['Boss'] });
    const amy = await get('/cgi-bin/user/get?userid=AMY');
    expect(amy).toMatchObject({ userid: 'amy', main_department: 3, direct_leader: ['lead'], status: 1 });
    for (const field of ['mobile', 'gender', 'avatar', 'email']) expect(amy).not.toHaveProperty(field);
    const lead = await get('/cgi-bin/user/get?userid=lead');
    expect(lead).toMatchObject({ department: [2, 3], is_leader_in_dept: [0, 1], order: [0, 0], main_department: 3 });
  });

  it('ends at the visible range', async () => {
    const { get, control } = await startSimulator();
    await control('PUT', 'visible-range', { departmentIds: [3], userids: ['admin'] });
    const departments = await get('/cgi-bin/department/list');
    expect(ids(departments, 'department', 'id')).toEqual([3]);
    expect(departments.department).toMatchObject([{ parentid: 2 }]);
    expect(await get('/cgi-bin/department/get?id=2')).toMatchObject({ errcode: 60011 });
    expect(await get('/cgi-bin/department/get?id=77')).toMatchObject({ errcode: 60003 });
    expect(await get('/cgi-bin/user/get?userid=boss')).toMatchObject({ errcode: 60011 });
    expect(await get('/cgi-bin/user/get?userid=ghost')).toMatchObject({ errcode: 60111 });
    expect(await get('/cgi-bin/user/get?userid=lead')).toMatchObject({ department: [3], direct_leader: [] });
    expect(await get('/cgi-bin/user/get?userid=admin')).toMatchObject({ department: [], direct_leader: [] });
    expect(await get('/cgi-bin/agent/get?agentid=1000002')).toMatchObject({
      allow_partys: { partyid: [3] },
      allow_userinfos: { user: [{ userid: 'admin' }] },
    });
  });

  it('lists direct members, and with fetch_child those below', async () => {
    const { get } = await startSimulator();
    expect(ids(await get('/cgi-bin/user/list?department_id=2'), 'userlist', 'userid')).toEqual(['lead']);
    const deep = await get('/cgi-bin/user/simplelist?department_id=2&fetch_child=1');
    expect(ids(deep, 'userlist', 'userid')).toEqual(['lead', 'amy', 'ben']);
  });

  it('refuses an answer that would be too large', async () => {
    const people = Array.from({ length: 3001 }, (_, i) => ({ userid: `u${i}`, name: `人${i}`, departments: [1] }));
    const { get } = await startSimulator({
      org: { company: { name: '大' }, departments: [{ id: 1, name: '大' }], people },
    });
    expect(await get('/cgi-bin/user/list?department_id=1')).toMatchObject({ errcode: 45029 });
  });
});

describe('the contacts secret', () => {
  it('reads ids in pages that end with an empty cursor', async () => {
    const { contacts } = await startSimulator();
    const rows: Json[] = [];
    let cursor = '';
    do {
      const answer = await contacts.post('/cgi-bin/user/list_id', { cursor, limit: 4 });
      rows.push(...(answer.dept_user as Json[]));
      cursor = String(answer.next_cursor);
    } while (cursor !== '');
    expect(rows).toHaveLength(6);
    expect(rows).toContainEqual({ userid: 'lead', department: 2 });
    expect(await contacts.post('/cgi-bin/user/list_id', { cursor: 'nonsense' })).toMatchObject({ errcode: 50100 });
  });

  it('writes people and departments under the rules of the console', async () => {
    const { contacts, get } = await startSimulator();
    const created = await contacts.post('/cgi-bin/user/create', { userid: 'cara', name: '卡拉', department: [4] });
    expect(created).toMatchObject({ errcode: 0, errmsg: 'created' });
    expect(await get('/cgi-bin/user/get?userid=cara')).toMatchObject({ status: 4, main_department: 4 });
    const refusals: [string, unknown, number][] = [
      ['/cgi-bin/user/create', { userid: 'CARA', name: '又', department: [4] }, 60102],
      ['/cgi-bin/user/create', { userid: 'dan', name: '丹', department: [99] }, 60123],
      ['/cgi-bin/user/update', { userid: 'ghost', name: '鬼' }, 60111],
      ['/cgi-bin/user/update', { userid: 'cara', mobile: '13900000003' }, 60104],
      ['/cgi-bin/department/create', { name: '销售部', parentid: 1 }, 60008],
      ['/cgi-bin/department/create', { name: '甲', parentid: 99 }, 60004],
      ['/cgi-bin/department/update', { id: 2, parentid: 3 }, 60010],
    ];
    for (const [path, body, errcode] of refusals) expect(await contacts.post(path, body)).toMatchObject({ errcode });
    expect(await contacts.get('/cgi-bin/department/delete?id=3')).toMatchObject({ errcode: 60005 });
    expect(await contacts.get('/cgi-bin/department/delete?id=1')).toMatchObject({ errcode: 60007 });
  });
});

describe('a change of the directory', () => {
  it('calls back with only what changed, and with the new userid', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.control('PATCH', 'people/amy', { departments: [4], position: '主管' });
    await rig.control('POST', 'people/amy/rename', { newUserid: 'amelia' });
    await rig.simulator.settled();
    const [moved = '', renamed = ''] = crm.events('sys');
    expect(moved).toContain('<ChangeType><![CDATA[update_user]]></ChangeType><UserID><![CDATA[amy]]></UserID>');
    expect(moved).toContain('<Department><![CDATA[4]]></Department><MainDepartment>4</MainDepartment>');
    expect(moved).not.toContain('<Name>');
    expect(moved).not.toContain('AgentID');
    expect(renamed).toContain('<NewUserID><![CDATA[amelia]]></NewUserID>');
    expect(await rig.get('/cgi-bin/externalcontact/list?userid=amelia')).toMatchObject({
      external_userid: ['wmOne', 'wmTwo'],
    });
  });

  it('carries ids only, and nothing for a new name, in a tenant of the newer kind', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.control('PATCH', 'settings', { contactEvents: 'ids' });
    await rig.control('PATCH', 'people/amy', { name: '艾米莉' });
    await rig.control('POST', 'people', { userid: 'cara', name: '卡拉', departments: [3] });
    await rig.simulator.settled();
    const [created = '', ...others] = crm.events('change_contact');
    expect(others).toEqual([]);
    expect(created).toContain('create_user');
    expect(created).not.toContain('卡拉');
  });

  it('of the visible range tells the app who came and went, which is not leaving', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.control('PUT', 'visible-range', { departmentIds: [2], userids: [] });
    await rig.control('PUT', 'visible-range', { departmentIds: [2, 4], userids: [] });
    await rig.simulator.settled();
    expect(
      crm
        .events('unsubscribe')
        .map((xml) => /FromUserName><!\[CDATA\[(\w+)/.exec(xml)?.[1])
        .sort(),
    ).toEqual(['Boss', 'admin']);
    expect(crm.events('subscribe')).toHaveLength(1);
    expect(crm.events('delete_user')).toEqual([]);
  });

  it('removes a leaver from the directory, the range and the groups', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.control('DELETE', 'people/amy');
    await rig.simulator.settled();
    expect(crm.events('delete_user')).toHaveLength(1);
    expect(await rig.get('/cgi-bin/user/get?userid=amy')).toMatchObject({ errcode: 60111 });
    expect(await rig.control('GET', 'groups')).toMatchObject([{ members: [{ userid: 'lead' }, { userid: 'ben' }] }]);
  });
});
