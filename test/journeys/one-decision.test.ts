import { afterAll, beforeAll, expect, it } from 'vitest';
import { decideApproval, getApproval } from '../../server/contract/approvals.ts';
import { getOpportunity, getOpportunityTimeline } from '../../server/contract/opportunities.ts';
import { bindGroup, listGroups } from '../../server/contract/reports.ts';
import type { GroupView, MessageView } from '../../simulator/control/types.ts';
import { cardOf, cardText } from '../support/processes-control.ts';
import { signIn } from '../support/processes-person.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';
import { askToWin, openDeal } from './deals.ts';

const patience = { timeout: 30_000, interval: 300 };
let stage: Stage;
beforeAll(async () => void (stage = await openStage({ label: 'presses', roles: ['all'] })));
afterAll(() => stage?.close());

/** The sales group of the east, bound to the leader's department through the smart robot. */
const bindThroughRobot = async (): Promise<string> => {
  const groups = await stage.control.get<GroupView[]>('groups');
  const chatId = groups.find(({ name }) => name === '华东销售群')?.chatid ?? '';
  const leader = await signIn(stage, 'chenjianguo');
  const said = { userid: 'chenjianguo', text: '你好', mentionsRobot: true };
  await expect
    .poll(async () => {
      await stage.control.send('POST', `conversations/group:${chatId}/messages`, said);
      return (await leader.get(listGroups)).robotChats.map((chat) => chat.chatId);
    }, patience)
    .toContain(chatId);
  const { departments } = await leader.get(listGroups);
  const departmentId = departments.find(({ name }) => name === '华东一部')?.id ?? '';
  await leader.get(bindGroup, { body: { name: '华东销售群', kind: 'robot', departmentId, address: chatId } });
  return `group:${chatId}`;
};

/** The card of the opportunity in a conversation, once it is there. */
const waitForCard = async (conversation: string, name: string): Promise<MessageView> => {
  let found: MessageView | undefined;
  await expect
    .poll(async () => {
      const messages = await stage.control.messagesOf(conversation, 'chenjianguo');
      found = messages.find((one) => cardText(one).includes(name) && cardOf(one)?.button_list);
      return found !== undefined;
    }, patience)
    .toBe(true);
  if (!found) throw new Error('There is no card.');
  return found;
};

it('takes exactly one of a hundred decisions pressed at once by the leader and by people it does not concern', async () => {
  const { control } = stage;
  const group = await bindThroughRobot();
  const deal = await openDeal(stage, 'wanglei', '太仓明志机械');
  const approvalId = await askToWin(deal, 0.85);
  const leader = await signIn(stage, 'chenjianguo');
  const callers = [leader, await signIn(stage, 'xuwenjie'), await signIn(stage, 'zhaomin'), deal.seller];
  const cards = [await waitForCard('app:chenjianguo', deal.name), await waitForCard(group, deal.name)] as const;

  const press = (card: MessageView, userid: string, index: number) =>
    control.press(card.id, { userid, key: cardOf(card)?.button_list?.[index % 2]?.key ?? '' }).catch(() => null);
  const inGroup = ['xuwenjie', 'zhaomin', 'wanglei', 'chenjianguo', 'linwanqing'];
  const pressed = Array.from({ length: 50 }, (_, index) =>
    index % 2
      ? press(cards[0], 'chenjianguo', index >> 1)
      : press(cards[1], inGroup[(index >> 1) % 5] ?? '', index >> 2),
  );
  const called = Array.from({ length: 50 }, (_, index) => {
    const decision = index % 8 < 4 ? ('approved' as const) : ('rejected' as const);
    const input = { params: { id: approvalId }, body: { decision, comment: '同时处理' } };
    return (callers[index % callers.length] ?? leader).call(decideApproval, input);
  });
  const [answers, presses] = await Promise.all([Promise.all(called), Promise.all(pressed)]);

  expect(presses.filter((one) => one?.delivered).length).toBeGreaterThan(0);
  expect(answers.filter((answer) => answer.ok).length).toBeLessThanOrEqual(1);
  const refusals = answers.flatMap((answer) => (answer.problem ? [answer.problem.code] : []));
  const known = ['approval.decided', 'approval.not_yours', 'approval.superseded', 'record.not_found'];
  expect(refusals.filter((code) => !known.includes(code))).toEqual([]);

  const read = () => leader.get(getApproval, { params: { id: approvalId } });
  await expect.poll(async () => (await read()).state, patience).not.toBe('pending');
  const { state, steps } = await read();
  const deciders = steps.flatMap(({ tasks }) => tasks).flatMap(({ decidedBy }) => decidedBy?.name ?? []);
  expect(deciders).toEqual(['陈建国']);
  const opportunity = await deal.seller.get(getOpportunity, { params: { id: deal.opportunityId } });
  expect(opportunity.state).toBe(state === 'approved' ? 'won' : 'open');
  const timeline = await deal.seller.get(getOpportunityTimeline, { params: { id: deal.opportunityId } });
  expect(timeline.items.filter(({ name }) => name === 'approval.decided' || name === 'opportunity.won').length).toBe(1);

  const results = async () =>
    (await control.messagesOf('app:wanglei', 'wanglei')).filter((one) => /了您的申请/.test(cardText(one))).length;
  await expect.poll(results, patience).toBe(1);
  const isDisabled = async (conversation: string) => {
    const { content } = await waitForCard(conversation, deal.name);
    return content.kind === 'card' && content.card.isDisabled;
  };
  await expect.poll(() => isDisabled('app:chenjianguo'), patience).toBe(true);
  expect(await results()).toBe(1);
});
