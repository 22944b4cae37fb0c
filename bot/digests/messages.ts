import { formatShort } from '../../server/contract/money.ts';
import type { NewMessage } from '../../server/modules/messages/index.ts';
import { headlineOf, isQuiet, type DigestRecord, type GroupRecord } from '../../server/modules/reports/index.ts';
import type { CardBody } from '../cards/card-body.ts';
import { digestSummary } from './summary.ts';

/** What a group gets: summary, picture, and the card that opens the rows behind; one after the other. A quiet day is one line. */
export const digestMessages = (digest: DigestRecord, group: GroupRecord): NewMessage[] => {
  const { facts, day, id } = digest;
  const keyOf = (part: string): string => `digest:${id}:${group.id}:${part}`;
  const message = (part: string, content: NewMessage['content'], after?: string): NewMessage => ({
    topic: 'digest',
    recipient: { kind: 'group', groupId: group.id, channel: group.kind, name: group.name },
    content,
    dedupeKey: keyOf(part),
    subject: { kind: 'digest', id },
    ...(after && { after: keyOf(after) }),
  });
  const summary = message('summary', { type: 'markdown', markdown: digestSummary(facts, sayDay(day)) });
  if (isQuiet(facts)) return [summary];
  return [
    summary,
    message('picture', { type: 'picture', digestId: id, name: `${facts.department}日报 ${day}.png` }, 'summary'),
    message('card', { type: 'card', card: digestCard(digest) }, 'picture'),
  ];
};

/** Opens the rows behind every figure; says the one number that matters most today. */
export const digestCard = ({ id, day, facts }: DigestRecord): CardBody => {
  const { won_amount, follow_ups } = facts.figures;
  const emphasis =
    won_amount.today > 0
      ? { value: formatShort(won_amount.today), label: '今日赢单' }
      : { value: String(follow_ups.today), label: '今日跟进' };
  return {
    title: `${facts.department}日报`,
    subtitle: sayDay(day),
    emphasis,
    facts: [],
    text: headlineOf(facts),
    path: `/digests/${id}`,
    actions: [],
  };
};

const sayDay = (day: string): string => {
  const [, month, date] = day.split('-');
  return `${Number(month)}月${Number(date)}日`;
};
