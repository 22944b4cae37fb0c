import { describe, expect, it } from 'vitest';

import { type MessagePage } from '../../simulator/control/types.ts';
import { buttonCard } from './cards.ts';
import { inbox, type Json, startSimulator } from './start-simulator.ts';

const text = (touser: string, content = '你好') => ({ touser, msgtype: 'text', text: { content } });

describe('message/send', () => {
  it('delivers to the valid receivers and names the others in lower case', async () => {
    const rig = await startSimulator();
    await rig.control('PUT', 'visible-range', { departmentIds: [2], userids: [] });
    const sent = await rig.send(text('AMY|Ghost|Boss'));
    expect(sent).toMatchObject({ errcode: 0, invaliduser: 'ghost|boss', invalidparty: '', invalidtag: '' });
    expect(sent).not.toHaveProperty('response_code');
    expect(await inbox(rig, 'amy')).toMatchObject([
      { content: { kind: 'text', text: '你好' }, sender: { kind: 'app' } },
    ]);
    expect(await rig.send(text('Boss|admin'))).toMatchObject({ errcode: 81013 });
  });

  it('reaches departments with everybody below, and all in the range', async () => {
    const rig = await startSimulator();
    expect(await rig.send({ toparty: '2|99', msgtype: 'text', text: { content: '组' } })).toMatchObject({
      errcode: 0,
      invalidparty: '99',
    });
    expect((await inbox(rig, 'ben')).length).toBe(1);
    await rig.send(text('@all'));
    expect((await inbox(rig, 'admin')).length).toBe(1);
  });

  it.each<[string, Json, number]>([
    ['nobody named', { msgtype: 'text', text: { content: 'x' } }, 82001],
    ['an unknown type', { touser: 'amy', msgtype: 'poem' }, 40008],
    ['no text', { ...text('amy', '') }, 44004],
    ['another app', { ...text('amy'), agentid: 1000009 }, 301002],
    ['an agentid in quotes', { ...text('amy'), agentid: '1000002' }, 40058],
    [
      'markdown over 2048 bytes',
      { touser: 'amy', msgtype: 'markdown', markdown: { content: '长'.repeat(683) } },
      45002,
    ],
    [
      'a textcard without url',
      { touser: 'amy', msgtype: 'textcard', textcard: { title: 'a', description: 'b' } },
      41010,
    ],
    [
      'a url without scheme',
      { touser: 'amy', msgtype: 'textcard', textcard: { title: 'a', description: 'b', url: 'x.com' } },
      45034,
    ],
    [
      'nine articles',
      { touser: 'amy', msgtype: 'news', news: { articles: Array<Json>(9).fill({ title: 'a', url: 'http://x' }) } },
      45008,
    ],
    ['an unknown medium', { touser: 'amy', msgtype: 'image', image: { media_id: 'nope' } }, 40007],
    ['1001 receivers', text(Array<string>(1001).fill('amy').join('|')), 40032],
    [
      '101 departments',
      { toparty: Array<string>(101).fill('1').join('|'), msgtype: 'text', text: { content: 'x' } },
      82002,
    ],
  ])('refuses %s', async (_, message, errcode) => {
    const rig = await startSimulator();
    expect(await rig.send(message)).toMatchObject({ errcode });
    expect(await inbox(rig, 'amy')).toEqual([]);
  });

  it('cuts text at 2048 bytes and never inside a character', async () => {
    const rig = await startSimulator();
    await rig.send(text('amy', '长'.repeat(700)));
    expect(await inbox(rig, 'amy')).toMatchObject([{ content: { text: '长'.repeat(682) } }]);
  });

  it('silently drops what exceeds thirty a minute to one member', async () => {
    const rig = await startSimulator();
    for (let i = 0; i < 32; i++) expect(await rig.send(text('amy', `第${i}条`))).toMatchObject({ errcode: 0 });
    await rig.send(text('ben'));
    expect(await inbox(rig, 'amy')).toHaveLength(30);
    expect(await inbox(rig, 'ben')).toHaveLength(1);
    expect(await rig.control('GET', 'counters')).toMatchObject({ sent: 31, dropped: 2 });
    await rig.advance(61);
    await rig.send(text('amy'));
    expect(await inbox(rig, 'amy')).toHaveLength(31);
  });

  it('delivers an identical request once within the asked interval', async () => {
    const rig = await startSimulator();
    const checked = { ...text('amy'), enable_duplicate_check: 1, duplicate_check_interval: 600 };
    await rig.send(checked);
    expect(await rig.send(checked)).toMatchObject({ errcode: 0 });
    expect(await inbox(rig, 'amy')).toHaveLength(1);
    await rig.advance(601);
    await rig.send(checked);
    expect(await inbox(rig, 'amy')).toHaveLength(2);
  });
});

describe('a repeated card', () => {
  it('is not delivered again with the check, and refused for its task_id without', async () => {
    const rig = await startSimulator();
    const card = { touser: 'amy', msgtype: 'template_card', template_card: buttonCard() };
    const checked = { ...card, enable_duplicate_check: 1 };
    expect(await rig.send(checked)).toHaveProperty('response_code');
    const again = await rig.send(checked);
    expect(again).toMatchObject({ errcode: 0 });
    expect(again).not.toHaveProperty('response_code');
    expect(await rig.send(card)).toMatchObject({ errcode: 42014 });
    expect(await inbox(rig, 'amy')).toHaveLength(1);
  });
});

describe('recall', () => {
  it('takes a message back for all within a day', async () => {
    const rig = await startSimulator();
    const first = await rig.send(text('amy|ben'));
    expect(await rig.post('/cgi-bin/message/recall', { msgid: first.msgid })).toMatchObject({ errcode: 0 });
    expect(await inbox(rig, 'ben')).toMatchObject([{ content: { kind: 'recalled' } }]);
    const second = await rig.send(text('amy'));
    await rig.advance(86_401);
    expect(await rig.post('/cgi-bin/message/recall', { msgid: second.msgid })).toMatchObject({ errcode: 42052 });
    expect(await rig.post('/cgi-bin/message/recall', { msgid: 'nope' })).toMatchObject({ errcode: 40058 });
  });
});

describe('conversations', () => {
  it('show the last message and count what was not read', async () => {
    const rig = await startSimulator();
    await rig.send(text('amy', '一'));
    await rig.send(text('amy', '二'));
    expect(await rig.control('GET', 'people/amy/conversations')).toMatchObject([
      { id: 'app:amy', unread: 2, lastMessage: { preview: '二' } },
      {},
      {},
    ]);
    await rig.control('POST', 'conversations/app:amy/read', { userid: 'amy' });
    expect(await rig.control('GET', 'people/amy/conversations')).toMatchObject([{ unread: 0 }, {}, {}]);
    await expect(rig.control('GET', 'conversations/app:amy/messages?for=ben')).rejects.toThrow('404');
  });

  it('page backwards', async () => {
    const rig = await startSimulator();
    for (const each of ['一', '二', '三']) await rig.send(text('amy', each));
    const newest = await rig.control<MessagePage>('GET', 'conversations/app:amy/messages?for=amy&limit=2');
    expect(newest).toMatchObject({
      hasMore: true,
      messages: [{ content: { text: '二' } }, { content: { text: '三' } }],
    });
    const older = await rig.control<MessagePage>(
      'GET',
      `conversations/app:amy/messages?for=amy&before=${newest.messages[0]?.id}`,
    );
    expect(older).toMatchObject({ hasMore: false, messages: [{ content: { text: '一' } }] });
  });
});

describe('app groups', () => {
  it('need the whole company in the range and appear with their first message', async () => {
    const rig = await startSimulator();
    const created = await rig.post('/cgi-bin/appchat/create', {
      name: '项目群',
      userlist: ['amy', 'ben'],
      chatid: 'crm1',
    });
    expect(created).toMatchObject({ errcode: 0, chatid: 'crm1' });
    expect(await rig.control<Json[]>('GET', 'people/amy/conversations')).toHaveLength(3);
    const send = (chatid: string, message: Json) => rig.post('/cgi-bin/appchat/send', { chatid, ...message });
    expect(await send('crm1', { msgtype: 'text', text: { content: '开工' } })).toMatchObject({ errcode: 0 });
    expect(await rig.control<Json[]>('GET', 'people/amy/conversations')).toHaveLength(4);
    expect(await send('crm1', { msgtype: 'template_card', template_card: {} })).toMatchObject({ errcode: 40008 });
    expect(await send('nope', { msgtype: 'text', text: { content: 'x' } })).toMatchObject({ errcode: 86003 });
    const [foreign] = await rig.control<{ chatid: string }[]>('GET', 'groups');
    expect(await send(foreign?.chatid ?? '', { msgtype: 'text', text: { content: 'x' } })).toMatchObject({
      errcode: 86008,
    });
    expect(await rig.post('/cgi-bin/appchat/create', { userlist: ['amy', 'ben'], chatid: 'crm1' })).toMatchObject({
      errcode: 86215,
    });
    await rig.control('PUT', 'visible-range', { departmentIds: [2], userids: [] });
    expect(await rig.post('/cgi-bin/appchat/create', { userlist: ['amy', 'ben'] })).toMatchObject({ errcode: 48002 });
  });
});

describe('the menu', () => {
  it('is checked, kept and answered', async () => {
    const rig = await startSimulator();
    const create = (button: Json[]) => rig.post('/cgi-bin/menu/create?agentid=1000002', { button });
    expect(await rig.get('/cgi-bin/menu/get?agentid=1000002')).toMatchObject({ errcode: 46003 });
    expect(await create([{ type: 'click', name: '这个名字实在太长了', key: 'a' }])).toMatchObject({ errcode: 40018 });
    expect(await create([{ type: 'click', name: '待办' }])).toMatchObject({ errcode: 40019 });
    const menu = [
      { type: 'view', name: '工作台', url: 'http://crm/h5' },
      { name: '客户', sub_button: [{ type: 'click', name: '今日待办', key: 'TODAY' }] },
    ];
    expect(await create(menu)).toMatchObject({ errcode: 0 });
    expect(await rig.get('/cgi-bin/menu/get?agentid=1000002')).toMatchObject({ button: menu });
  });
});
