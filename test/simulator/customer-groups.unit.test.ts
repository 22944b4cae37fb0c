import { describe, expect, it } from 'vitest';

import { startFakeCrm } from './fake-crm.ts';
import { type Json, type Rig, startSimulator } from './start-simulator.ts';

const path = '/cgi-bin/externalcontact/groupchat';
const day = 86_400;

const list = (rig: Rig, more: Json = {}) => rig.post(`${path}/list`, { limit: 10, ...more });
const of = (...userid_list: string[]) => ({ owner_filter: { userid_list } });
const give = (rig: Rig, new_owner: string, ...chat_id_list: string[]) =>
  rig.post(`${path}/transfer`, { new_owner, chat_id_list });
const giveOnTheJob = (rig: Rig, new_owner: string, ...chat_id_list: string[]) =>
  rig.post(`${path}/onjob_transfer`, { new_owner, chat_id_list });
const ownerOf = async (rig: Rig, chat_id: string) =>
  ((await rig.post(`${path}/get`, { chat_id })).group_chat as Json | undefined)?.owner;
const leave = (rig: Rig, userid: string) => rig.control('DELETE', `people/${userid}`);
const failed = (chat_id: string, errcode: number) => ({ failed_chat_list: [{ chat_id, errcode }] });

describe('groups with customers', () => {
  it('are listed by owner in pages, with a limit that must be given', async () => {
    const rig = await startSimulator();
    const first = await list(rig, { ...of('Amy', 'ben'), limit: 2 });
    expect(first).toMatchObject({ group_chat_list: [{ chat_id: 'wrOne', status: 0 }, { chat_id: 'wrTwo' }] });
    expect(await list(rig, { ...of('amy', 'ben'), limit: 2, cursor: first.next_cursor })).toMatchObject({
      group_chat_list: [{ chat_id: 'wrThree' }],
      next_cursor: '',
    });
    expect(await rig.post(`${path}/list`, of('amy'))).toMatchObject({ errcode: 40058 });
    expect(await list(rig, { limit: 1001 })).toMatchObject({ errcode: 40058 });
  });

  it('tell who is inside, by name when asked', async () => {
    const rig = await startSimulator();
    expect(await rig.post(`${path}/get`, { chat_id: 'wrOne', need_name: 1 })).toMatchObject({
      group_chat: {
        owner: 'amy',
        member_list: [
          { userid: 'amy', type: 1, name: '艾米' },
          { userid: 'lead', type: 1 },
          { userid: 'wmOne', type: 2, name: '王先生' },
          { userid: 'wmTwo', type: 2 },
        ],
      },
    });
    expect(await rig.post(`${path}/get`, { chat_id: 'wrNone' })).toMatchObject({ errcode: 90501 });
  });
});

describe('a group of somebody who left', () => {
  it('waits, then has its new owner at once, and the application is told', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    expect(await give(rig, 'ben', 'wrOne')).toMatchObject(failed('wrOne', 90500));
    await leave(rig, 'amy');
    expect(await list(rig, { ...of('amy'), status_filter: 1 })).toMatchObject({
      group_chat_list: [
        { chat_id: 'wrOne', status: 1 },
        { chat_id: 'wrTwo', status: 1 },
      ],
    });
    expect(await giveOnTheJob(rig, 'ben', 'wrOne')).toMatchObject(failed('wrOne', 90502));
    expect(await give(rig, 'ben', 'wrOne', 'wrNone', 'wrThree')).toMatchObject({
      errcode: 0,
      failed_chat_list: [
        { chat_id: 'wrNone', errcode: 90501 },
        { chat_id: 'wrThree', errcode: 90504 },
      ],
    });
    expect(await ownerOf(rig, 'wrOne')).toBe('ben');
    expect(await list(rig, of('ben'))).toMatchObject({
      group_chat_list: [
        { chat_id: 'wrOne', status: 3 },
        { chat_id: 'wrThree', status: 0 },
      ],
    });
    expect(await give(rig, 'lead', 'wrOne')).toMatchObject(failed('wrOne', 90508));
    await rig.simulator.settled();
    expect(crm.events('change_external_chat')).toEqual([
      expect.stringMatching(/<ChatId><!\[CDATA\[wrOne\]\].*change_owner/),
    ]);
  });
});

describe('a group of somebody who stays', () => {
  it('changes hands at most twice in 90 days, and not to whom it belongs or who is unknown', async () => {
    const rig = await startSimulator();
    expect(await giveOnTheJob(rig, 'amy', 'wrOne')).toMatchObject(failed('wrOne', 90504));
    expect(await giveOnTheJob(rig, 'nobody', 'wrOne')).toMatchObject({ errcode: 60111 });
    expect(await giveOnTheJob(rig, 'ben', 'wrOne')).toMatchObject({ errcode: 0, failed_chat_list: [] });
    expect(await giveOnTheJob(rig, 'amy', 'wrOne')).toMatchObject({ failed_chat_list: [] });
    expect(await giveOnTheJob(rig, 'ben', 'wrOne')).toMatchObject(failed('wrOne', 40128));
    await rig.advance(91 * day);
    expect(await giveOnTheJob(rig, 'ben', 'wrOne')).toMatchObject({ failed_chat_list: [] });
    expect(await ownerOf(rig, 'wrOne')).toBe('ben');
  });
});
