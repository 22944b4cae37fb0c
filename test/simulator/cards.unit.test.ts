import { describe, expect, it } from 'vitest';

import { type CardView, type PressOutcome } from '../../simulator/control/types.ts';
import { buttonCard, textNotice, voteCard } from './cards.ts';
import { startFakeCrm } from './fake-crm.ts';
import { inbox, type Json, type Rig, startSimulator } from './start-simulator.ts';

const sendCard = (rig: Rig, touser: string, card: Json) =>
  rig.send({ touser, msgtype: 'template_card', template_card: card });

async function cardOf(rig: Rig, userid: string): Promise<CardView> {
  const content = (await inbox(rig, userid)).at(-1)?.content;
  if (content?.kind !== 'card') throw new Error('no card');
  return content.card;
}

const press = async (rig: Rig, userid: string, key: string, more: Json = {}) => {
  const id = (await inbox(rig, userid)).at(-1)?.id;
  return rig.control<PressOutcome>('POST', `messages/${id}/press`, { userid, key, ...more });
};

const update = (rig: Rig, body: Json) =>
  rig.post('/cgi-bin/message/update_template_card', { agentid: 1000002, ...body });
const codeIn = (xml: string | undefined) => /<ResponseCode><!\[CDATA\[(.+?)\]\]>/.exec(xml ?? '')?.[1];

describe('a sent card', () => {
  it('has a response_code when it can call back, and a task_id of its own', async () => {
    const rig = await startSimulator();
    expect(await sendCard(rig, 'amy', buttonCard())).toHaveProperty('response_code');
    expect(await sendCard(rig, 'amy', buttonCard())).toMatchObject({ errcode: 42014 });
    expect(await sendCard(rig, 'amy', textNotice())).not.toHaveProperty('response_code');
    const withMenu = {
      ...textNotice(),
      task_id: 'm1',
      action_menu: { action_list: [{ text: '不再提醒', key: 'mute' }] },
    };
    expect(await sendCard(rig, 'amy', withMenu)).toHaveProperty('response_code');
  });
});

describe('a press', () => {
  it('calls back with key, task, a new code and the chosen options', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await sendCard(rig, 'lead', buttonCard());
    expect(await press(rig, 'lead', 'approve:1', { selected: { reason: ['r2'] } })).toMatchObject({ delivered: true });
    const [xml = ''] = crm.events('template_card_event');
    expect(xml).toContain('<FromUserName><![CDATA[lead]]></FromUserName>');
    expect(xml).toContain('<EventKey><![CDATA[approve:1]]></EventKey><TaskId><![CDATA[approval_1]]></TaskId>');
    expect(xml).toContain('<OptionIds><OptionId><![CDATA[r2]]></OptionId></OptionIds>');
    expect(xml).toContain('<AgentID>1000002</AgentID>');
    expect((await cardOf(rig, 'lead')).selected).toEqual({ reason: ['r2'] });
  });

  it('spells the options the old way when told to, and sends what the card came with', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.control('PATCH', 'settings', { optionIdsSpelling: 'OpitonIds' });
    await sendCard(rig, 'amy', voteCard());
    await press(rig, 'amy', 'vote');
    expect(crm.events('template_card_event')[0]).toContain(
      '<OpitonIds><OpitonId><![CDATA[mon]]></OpitonId></OpitonIds>',
    );
  });

  it('of the top right menu is its own event', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    const menu = { desc: '设置', action_list: [{ text: '不再提醒', key: 'mute' }] };
    await sendCard(rig, 'amy', { ...textNotice(), task_id: 'm1', action_menu: menu });
    await press(rig, 'amy', 'mute', { menu: true });
    expect(crm.events('template_card_menu_event')).toHaveLength(1);
  });

  it('says so when the app is silent, and can be tried again', async () => {
    const rig = await startSimulator();
    await sendCard(rig, 'amy', buttonCard());
    expect(await press(rig, 'amy', 'approve:1')).toMatchObject({
      delivered: false,
      toast: expect.stringContaining('没有响应') as string,
    });
    const crm = await startFakeCrm(rig);
    expect(await press(rig, 'amy', 'approve:1')).toMatchObject({ delivered: true });
    expect(crm.received).toHaveLength(1);
  });

  it('is refused for strangers, unknown keys and unknown options', async () => {
    const rig = await startSimulator();
    await sendCard(rig, 'amy', buttonCard());
    const id = (await inbox(rig, 'amy'))[0]?.id;
    await expect(rig.control('POST', `messages/${id}/press`, { userid: 'ben', key: 'approve:1' })).rejects.toThrow(
      '404',
    );
    await expect(press(rig, 'amy', 'other')).rejects.toThrow('409');
    await expect(press(rig, 'amy', 'approve:1', { selected: { reason: ['r9'] } })).rejects.toThrow('400');
  });
});

describe('update_template_card', () => {
  it('replaces the card for all, once per code', async () => {
    const rig = await startSimulator();
    const { response_code } = await sendCard(rig, 'amy|lead', buttonCard());
    const template_card = { ...buttonCard(), task_id: undefined, replace_text: '已同意' };
    expect(await update(rig, { response_code, atall: 1, template_card })).toMatchObject({ errcode: 0 });
    expect(await cardOf(rig, 'lead')).toMatchObject({ isDisabled: true, replaceText: '已同意', revision: 1 });
    expect(await cardOf(rig, 'amy')).toMatchObject({ isDisabled: true, template: { task_id: 'approval_1' } });
    expect(await update(rig, { response_code, atall: 1, template_card })).toMatchObject({ errcode: 60140 });
    await expect(press(rig, 'amy', 'approve:1')).rejects.toThrow('409');
  });

  it('greys the buttons of those named and names those who never had the card', async () => {
    const rig = await startSimulator();
    const { response_code } = await sendCard(rig, 'amy|lead', buttonCard());
    const body = { response_code, userids: ['amy', 'Boss', 'Ghost'], button: { replace_name: '已处理' } };
    expect(await update(rig, body)).toMatchObject({ errcode: 0, invaliduser: ['ghost', 'boss'] });
    expect(await cardOf(rig, 'amy')).toMatchObject({ isDisabled: true, replaceText: '已处理' });
    expect(await cardOf(rig, 'lead')).toMatchObject({ isDisabled: false, replaceText: null });
  });

  it('keeps the code when it refuses', async () => {
    const rig = await startSimulator();
    const { response_code } = await sendCard(rig, 'amy', buttonCard());
    const button = { replace_name: '已处理' };
    expect(await update(rig, { response_code, button })).toMatchObject({ errcode: 82101 });
    expect(await update(rig, { response_code, button, userids: ['ben'] })).toMatchObject({ errcode: 82102 });
    expect(await update(rig, { response_code, atall: 1, template_card: { card_type: 'poem' } })).toMatchObject({
      errcode: 42031,
    });
    expect(await update(rig, { response_code, atall: 1, button })).toMatchObject({ errcode: 0 });
  });

  it('takes the code of a press, and no code after 72 hours', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    const { response_code } = await sendCard(rig, 'amy', buttonCard());
    await press(rig, 'amy', 'approve:1');
    const pressed = codeIn(crm.events('template_card_event')[0]);
    const button = { replace_name: '已同意' };
    expect(await update(rig, { response_code: pressed, userids: ['amy'], button })).toMatchObject({ errcode: 0 });
    await rig.advance(72 * 3600 + 1);
    expect(await update(rig, { response_code, userids: ['amy'], button })).toMatchObject({ errcode: 60140 });
  });
});

describe('a passive reply', () => {
  const replyXml = (body: string) =>
    `<xml><ToUserName><![CDATA[amy]]></ToUserName><FromUserName><![CDATA[ww]]></FromUserName><CreateTime>1</CreateTime>${body}</xml>`;
  const button = replyXml(
    '<MsgType><![CDATA[update_button]]></MsgType><Button><ReplaceName><![CDATA[已同意]]></ReplaceName></Button>',
  );
  const card = replyXml(
    `<MsgType><![CDATA[update_template_card]]></MsgType><TemplateCard><CardType><![CDATA[button_interaction]]></CardType>
     <MainTitle><Title><![CDATA[特价审批]]></Title></MainTitle>
     <HorizontalContentList><KeyName><![CDATA[审批人]]></KeyName><Value><![CDATA[艾米]]></Value></HorizontalContentList>
     <ButtonList><Text><![CDATA[撤回]]></Text><Style>2</Style><Key><![CDATA[undo]]></Key></ButtonList></TemplateCard>`,
  );

  it('greys the button of the presser only', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    crm.answer = () => ({ reply: button });
    await sendCard(rig, 'amy|lead', buttonCard());
    await press(rig, 'amy', 'approve:1');
    expect(await cardOf(rig, 'amy')).toMatchObject({ isDisabled: true, replaceText: '已同意' });
    expect(await cardOf(rig, 'lead')).toMatchObject({ isDisabled: false });
  });

  it('replaces the card, single elements being lists of one', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    crm.answer = () => ({ reply: card });
    await sendCard(rig, 'amy', buttonCard());
    await press(rig, 'amy', 'approve:1');
    expect((await cardOf(rig, 'amy')).template).toMatchObject({
      horizontal_content_list: [{ keyname: '审批人', value: '艾米' }],
      button_list: [{ text: '撤回', style: 2, key: 'undo' }],
    });
  });

  it('changes nothing in a tenant that ignores it', async () => {
    const rig = await startSimulator();
    const crm = await startFakeCrm(rig);
    await rig.control('PATCH', 'settings', { passiveCardReplies: false });
    crm.answer = () => ({ reply: button });
    await sendCard(rig, 'amy', buttonCard());
    await press(rig, 'amy', 'approve:1');
    expect(await cardOf(rig, 'amy')).toMatchObject({ isDisabled: false });
  });
});
