import { describe, expect, it } from 'vitest';

import { type ExternalContactView, type TransferView } from '../../simulator/control/types.ts';
import { startFakeCrm } from './fake-crm.ts';
import { type Json, type Rig, startSimulator } from './start-simulator.ts';

const path = '/cgi-bin/externalcontact';
const day = 86_400;

const pair = (handover_userid: string, takeover_userid: string) => ({ handover_userid, takeover_userid });
const transfer = (rig: Rig, from: string, to: string, external_userid: string[], kind = '') =>
  rig.post(`${path}${kind}/transfer_customer`, { ...pair(from, to), external_userid });
const result = (rig: Rig, from: string, to: string, kind = '') =>
  rig.post(`${path}${kind}/transfer_result`, pair(from, to));
const answer = async (rig: Rig, what: 'refuse' | 'accept') => {
  const transfers = await rig.control<TransferView[]>('GET', 'transfers');
  return rig.control('POST', `transfers/${transfers.at(-1)?.id}/${what}`);
};

describe('customers', () => {
  it('are listed, read singly and in batches with the two shapes of tags', async () => {
    const rig = await startSimulator();
    expect(await rig.get(`${path}/list?userid=amy`)).toMatchObject({ external_userid: ['wmOne', 'wmTwo'] });
    expect(await rig.get(`${path}/list?userid=lead`)).toMatchObject({ errcode: 84061 });
    const one = await rig.get(`${path}/get?external_userid=woThree`);
    expect(one).toMatchObject({
      external_contact: { type: 2, corp_name: '丙公司' },
      follow_user: [{ userid: 'ben', tags: [] }],
    });
    expect(one).not.toHaveProperty('next_cursor');
    const first = await rig.post(`${path}/batch/get_by_user`, { userid_list: ['amy', 'ben'], limit: 3 });
    expect((first.external_contact_list as Json[])[0]).toMatchObject({ follow_info: { tag_id: [] } });
    const rest = await rig.post(`${path}/batch/get_by_user`, {
      userid_list: ['amy', 'ben'],
      limit: 3,
      cursor: first.next_cursor,
    });
    expect([(rest.external_contact_list as Json[]).length, rest.next_cursor]).toEqual([1, '']);
  });

  it('of members outside the range do not exist for the app', async () => {
    const rig = await startSimulator();
    await rig.control('PUT', 'visible-range', { departmentIds: [4], userids: ['ben'] });
    expect(await rig.get(`${path}/get?external_userid=wmOne`)).toMatchObject({ errcode: 40096 });
    expect(await rig.get(`${path}/get?external_userid=wmTwo`)).toMatchObject({ follow_user: [{ userid: 'ben' }] });
    expect(await rig.get(`${path}/list?userid=amy`)).toMatchObject({ errcode: 60011 });
  });

  it('take a remark, which calls back unless only the mobiles changed', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    const remark = (change: Json) => rig.post(`${path}/remark`, { userid: 'amy', external_userid: 'wmOne', ...change });
    expect(await remark({ remark_mobiles: ['13800000000'] })).toMatchObject({ errcode: 0 });
    await rig.simulator.settled();
    expect(crm.received).toEqual([]);
    expect(await remark({ remark: '王总' })).toMatchObject({ errcode: 0 });
    expect(await remark({})).toMatchObject({ errcode: 40058 });
    expect(await remark({ remark: '长'.repeat(21) })).toMatchObject({ errcode: 40058 });
    await rig.simulator.settled();
    expect(crm.events('edit_external_contact')).toHaveLength(1);
    expect(await rig.get(`${path}/get?external_userid=wmOne`)).toMatchObject({
      follow_user: [{ remark: '王总', remark_mobiles: ['13800000000'] }],
    });
  });
});

describe('a hand-over on the job', () => {
  it('waits a day, then moves the customer with his remark and tells both', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.post(`${path}/remark`, { userid: 'amy', external_userid: 'wmOne', remark: '王总' });
    expect(await transfer(rig, 'amy', 'ben', ['wmOne', 'wmNobody', 'woThree'])).toMatchObject({
      errcode: 0,
      customer: [{ errcode: 0 }, { errcode: 40096 }, { errcode: 40131 }],
    });
    expect(await result(rig, 'amy', 'ben')).toMatchObject({
      customer: [{ external_userid: 'wmOne', status: 2 }],
      next_cursor: '',
    });
    expect(await transfer(rig, 'amy', 'lead', ['wmOne'])).toMatchObject({ customer: [{ errcode: 40129 }] });
    await rig.advance(day + 1);
    await rig.simulator.settled();
    expect(await result(rig, 'amy', 'ben')).toMatchObject({ customer: [{ status: 1 }] });
    expect(await rig.get(`${path}/get?external_userid=wmOne`)).toMatchObject({
      follow_user: [{ userid: 'ben', remark: '王总' }],
    });
    expect(crm.events('add_external_contact')[0]).toContain('<UserID><![CDATA[ben]]></UserID>');
    expect(crm.events('del_external_contact')[0]).toContain('<Source><![CDATA[DELETE_BY_TRANSFER]]></Source>');
  });

  it('ends when the customer refuses', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await transfer(rig, 'amy', 'ben', ['wmOne']);
    await answer(rig, 'refuse');
    await rig.advance(2 * day);
    await rig.simulator.settled();
    expect(await result(rig, 'amy', 'ben')).toMatchObject({ customer: [{ status: 3, takeover_time: 0 }] });
    expect(crm.events('transfer_fail')[0]).toContain('<FailReason><![CDATA[customer_refused]]></FailReason>');
    expect(await rig.get(`${path}/list?userid=amy`)).toMatchObject({ external_userid: ['wmOne', 'wmTwo'] });
    await expect(answer(rig, 'accept')).rejects.toThrow('409');
  });

  it('fails when the taker has as many customers as he may', async () => {
    const rig = await startSimulator();
    await rig.control('PATCH', 'settings', { customerLimit: 2 });
    await transfer(rig, 'amy', 'ben', ['wmOne']);
    await rig.advance(day + 1);
    expect(await result(rig, 'amy', 'ben')).toMatchObject({ customer: [{ status: 4 }] });
  });

  it('succeeds twice in ninety days and no more', async () => {
    const rig = await startSimulator();
    const move = async (from: string, to: string) => {
      const { customer } = await transfer(rig, from, to, ['wmOne']);
      if ((customer as Json[])[0]?.errcode === 0) await answer(rig, 'accept');
      return (customer as Json[])[0]?.errcode;
    };
    expect([await move('amy', 'ben'), await move('ben', 'lead'), await move('lead', 'amy')]).toEqual([0, 0, 40128]);
    await rig.advance(91 * day);
    expect(await move('lead', 'amy')).toBe(0);
  });

  it('needs a taker who is another, visible and active', async () => {
    const rig = await startSimulator();
    expect(await transfer(rig, 'amy', 'amy', ['wmOne'])).toMatchObject({ customer: [{ errcode: 40130 }] });
    await rig.control('PATCH', 'people/ben', { status: 4 });
    expect(await transfer(rig, 'amy', 'ben', ['wmOne'])).toMatchObject({ customer: [{ errcode: 40098 }] });
    expect(await transfer(rig, 'amy', 'ghost', ['wmOne'])).toMatchObject({ errcode: 60111 });
  });
});

describe('the customers of somebody who left', () => {
  it('wait on a list and are assigned through their own path', async () => {
    const rig = await startSimulator();
    expect(await transfer(rig, 'amy', 'ben', ['wmOne'], '/resigned')).toMatchObject({ errcode: 40097 });
    await rig.control('DELETE', 'people/amy');
    expect(await rig.get(`${path}/get?external_userid=wmOne`)).toMatchObject({ errcode: 84061 });
    const first = await rig.post(`${path}/get_unassigned_list`, { page_size: 1 });
    expect(first).toMatchObject({ info: [{ handover_userid: 'amy', external_userid: 'wmOne' }], is_last: false });
    const second = await rig.post(`${path}/get_unassigned_list`, { page_size: 1, cursor: first.next_cursor });
    expect(second).toMatchObject({ info: [{ external_userid: 'wmTwo' }], is_last: true, next_cursor: '' });
    expect(await transfer(rig, 'amy', 'ben', ['wmOne', 'woThree'], '/resigned')).toMatchObject({
      customer: [{ errcode: 0 }, { errcode: 84061 }],
    });
    await rig.advance(day + 1);
    expect(await result(rig, 'amy', 'ben', '/resigned')).toMatchObject({
      customer: [{ external_userid: 'wmOne', status: 1 }],
    });
    expect(await rig.post(`${path}/get_unassigned_list`, {})).toMatchObject({ info: [{ external_userid: 'wmTwo' }] });
    const contacts = await rig.control<ExternalContactView[]>('GET', 'external-contacts');
    expect(contacts[0]).toMatchObject({ followers: [{ userid: 'ben', hasLeft: false }] });
  });
});
