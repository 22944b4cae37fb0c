import type { z } from 'zod';
import type { FollowUpKind, FollowUpOutcome, place } from '../../contract/activities.ts';
import type { Id } from '../../contract/page.ts';
import { required } from '../../kernel/problem.ts';
import { firstRow } from '../../kernel/rows.ts';
import { seesRow, unscoped } from '../../kernel/scope.ts';
import { column, ownedTable, table, type RowOf } from '../../kernel/table.ts';
import type { Work } from '../../kernel/work.ts';
import { getVisibleCustomer, isCustomerVisible } from '../customers/index.ts';

export const followUps = ownedTable(
  'follow_ups',
  {
    id: column.id(),
    customerId: column.id(),
    opportunityId: column.nullable(column.id()),
    contactId: column.nullable(column.id()),
    authorId: column.id(),
    kind: column.text<FollowUpKind>(),
    outcome: column.nullable(column.text<FollowUpOutcome>()),
    content: column.text(),
    place: column.nullable(column.json<z.output<typeof place>>()),
    nextContactAt: column.nullable(column.instant()),
    happenedAt: column.instant(),
    createdAt: column.instant(),
    deletedAt: column.nullable(column.instant()),
  },
  { owner: 'authorId', share: { kind: 'customer', column: 'customerId' } },
);
export type FollowUpRecord = RowOf<typeof followUps>;

export const followUpColleagues = table('follow_up_colleagues', {
  followUpId: column.id(),
  personId: column.id(),
});

export const followUpComments = table('follow_up_comments', {
  id: column.id(),
  followUpId: column.id(),
  authorId: column.id(),
  text: column.text(),
  createdAt: column.instant(),
});
export type CommentRecord = RowOf<typeof followUpComments>;

const findFollowUp = (work: Work, id: Id): Promise<FollowUpRecord | undefined> =>
  firstRow(followUps, unscoped(work, followUps, 'seen through its author or its customer').where({ id, alive: 1 }));

/** A follow-up is seen by those who see its author's records or its customer. */
export const getVisibleFollowUp = async (work: Work, id: Id): Promise<FollowUpRecord> => {
  const row = required(await findFollowUp(work, id));
  if (!seesRow(work.actor, followUps, row)) await getVisibleCustomer(work, row.customerId);
  return row;
};

export const isFollowUpVisible = async (work: Work, id: Id): Promise<boolean> => {
  const row = await findFollowUp(work, id);
  return row !== undefined && (seesRow(work.actor, followUps, row) || isCustomerVisible(work, row.customerId));
};
