import { formatShort } from '../../server/contract/money.ts';
import { isQuiet, type DigestFacts } from '../../server/modules/reports/index.ts';
import { escapeMarkdown } from '../platforms/index.ts';

type Values = DigestFacts['figures'][keyof DigestFacts['figures']];

/** The day in five lines, each against the working day before and with the month so far; one line when nothing happened. */
export const digestSummary = (facts: DigestFacts, day: string): string => {
  const head = `**${escapeMarkdown(facts.department)}日报 ${day}**`;
  if (isQuiet(facts)) return `${head}\n今天没有新的跟进、客户和商机`;
  const { figures } = facts;
  return [
    head,
    `> 跟进 ${countOf(figures.follow_ups, '次')}`,
    `> 新增客户 ${countOf(figures.new_customers, '个')}`,
    `> 新增商机 ${countOf(figures.new_opportunities, '个')},金额 ${formatShort(figures.new_amount.today)}`,
    `> 赢单 ${countOf(figures.won, '单')},金额 ${formatShort(figures.won_amount.today)},本月 ${formatShort(figures.won_amount.month)};输单 ${figures.lost.today} 单`,
    `> 在谈 ${formatShort(figures.open_amount.today)},${againstAmount(figures.open_amount)}`,
  ].join('\n');
};

const countOf = (values: Values, unit: string): string =>
  `**${values.today}** ${unit}(${against(values)},本月 ${values.month})`;

const against = ({ today, before }: Values): string => {
  if (today === before) return '与前一工作日持平';
  return today > before ? `比前一工作日多 ${today - before}` : `比前一工作日少 ${before - today}`;
};

const againstAmount = ({ today, before }: Values): string => {
  if (today === before) return '与前一工作日持平';
  return today > before
    ? `比前一工作日多 ${formatShort(today - before)}`
    : `比前一工作日少 ${formatShort(before - today)}`;
};
