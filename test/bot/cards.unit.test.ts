import { describe, expect, it } from 'vitest';
import { approvalCard } from '../../bot/cards/approval.ts';
import { contactDueCard, silentCard } from '../../bot/cards/reminders.ts';
import { digestSummary } from '../../bot/digests/summary.ts';
import type { DescribedApproval } from '../../server/modules/approvals/index.ts';
import type { DigestFacts } from '../../server/modules/reports/index.ts';

const person = (id: string, name: string) => ({ id, name, active: true });
const at = new Date('2026-03-11T06:05:00Z');
type Task = DescribedApproval['tasks'][number];
const task = (id: string, position: number, state: Task['state'], more: Partial<Task> = {}): Task => ({
  id,
  position,
  approver: person(id, `审批人${id}`),
  state,
  comment: null,
  at: null,
  ...more,
});
const approval = (state: DescribedApproval['state'], tasks: Task[]): DescribedApproval => ({
  id: '9',
  title: '申请 8.2 折赢单,¥36.8 万',
  state,
  subject: { kind: 'opportunity', id: '1' },
  subjectName: '二期扩容',
  requester: person('7', '李一'),
  facts: Array.from({ length: 9 }, (_, index) => ({ label: `项${index}`, value: `值${index}` })),
  note: null,
  createdAt: at,
  decidedAt: null,
  tasks,
});
const show = (of: DescribedApproval, personId: string) =>
  approvalCard(of, { kind: 'person', personId }, () => '今天 14:05');

describe('an approval card', () => {
  it('has at most six facts and names who is asked', () => {
    const card = show(approval('pending', [task('1', 1, 'pending')]), '1');
    expect(card.facts).toHaveLength(6);
    expect(card.facts.at(-1)).toEqual({ label: '审批人', value: '审批人1' });
    expect(card.settled).toBeUndefined();
  });

  it.each([
    ['approved', 'approved', '已同意', '审批人1 今天 14:05 同意'],
    ['rejected', 'rejected', '已拒绝', '审批人1 今天 14:05 拒绝'],
    ['withdrawn', 'superseded', '已撤回', '李一 撤回了申请'],
    ['pending', 'superseded', '无需处理', '这一步已由他人处理或已转交'],
    ['pending', 'approved', '已同意,待上级', '审批人1 今天 14:05 同意,等待上级审批'],
  ] as const)('of a %s request with a %s task says %s', (state, taskState, settled, text) => {
    const card = show(approval(state, [task('1', 1, taskState, { at })]), '1');
    expect(card).toMatchObject({ settled, text, actions: [] });
  });

  it('tells the last decision of several, with its comment', () => {
    const tasks = [
      task('1', 1, 'approved', { at }),
      task('2', 2, 'approved', { at: new Date(at.getTime() + 60_000), comment: '注意回款' }),
    ];
    expect(show(approval('approved', tasks), '1').text).toBe('审批人2 今天 14:05 同意:注意回款');
  });
});

describe('reminder cards', () => {
  it('open the customer, or the opportunity that has none', () => {
    const due = { customerId: '5', customerName: '青山', opportunityId: '6', opportunityName: '二期', at: '' };
    expect(contactDueCard(due, '15:00').path).toBe('/customers/5');
    expect(contactDueCard({ ...due, customerId: null }, '15:00').path).toBe('/opportunities/6');
  });

  it('name the owner to leaders only', () => {
    const items = [{ name: '二期', customerName: null, ownerName: '李一', days: 4, amount: 1_000_000 }];
    expect(silentCard({ level: 1, days: 3, total: 1, items }).facts[0]?.value).toBe('二期 · ¥1 万');
    expect(silentCard({ level: 2, days: 5, total: 1, items }).facts[0]?.value).toBe('李一 · 二期 · ¥1 万');
  });
});

describe('the summary of a digest', () => {
  const values = (today: number, before: number, month: number) => ({ today, before, month });
  const facts: DigestFacts = {
    department: '华东*部*[x](y)',
    figures: {
      follow_ups: values(5, 7, 30),
      new_customers: values(1, 1, 3),
      new_opportunities: values(2, 0, 4),
      new_amount: values(36_800_000, 0, 36_800_000),
      won: values(1, 0, 1),
      won_amount: values(12_000_000, 0, 12_000_000),
      lost: values(0, 0, 0),
      open_amount: values(50_000_000, 60_000_000, 50_000_000),
    },
    funnel: [],
    week: [],
  };

  it('has a head and five lines, each against the day before', () => {
    expect(digestSummary(facts, '3月11日').split('\n').slice(1)).toEqual([
      '> 跟进 **5** 次(比前一工作日少 2,本月 30)',
      '> 新增客户 **1** 个(与前一工作日持平,本月 3)',
      '> 新增商机 **2** 个(比前一工作日多 2,本月 4),金额 ¥36.8 万',
      '> 赢单 **1** 单(比前一工作日多 1,本月 1),金额 ¥12 万,本月 ¥12 万;输单 0 单',
      '> 在谈 ¥50 万,比前一工作日少 ¥10 万',
    ]);
  });

  it('cannot be formatted by a name', () => {
    expect(digestSummary(facts, '3月11日').split('\n')[0]).toBe('**华东＊部＊［x］(y)日报 3月11日**');
  });
});
