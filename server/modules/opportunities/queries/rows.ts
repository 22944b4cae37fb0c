import type { OpportunityRow } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import type { PersonRef } from '../../../contract/subject.ts';
import type { Work } from '../../../kernel/work.ts';
import { customerNames } from '../../customers/index.ts';
import { personRefs } from '../../org/index.ts';
import { daysFrom } from '../opportunity.ts';
import { type OpportunityRecord } from '../store.ts';

/** What a row of a list is made from. */
export const listedColumns = [
  'id',
  'name',
  'customerId',
  'state',
  'stage',
  'stageEnteredAt',
  'amount',
  'likelihood',
  'expectedCloseOn',
  'closedOn',
  'ownerId',
  'nextContactAt',
  'lastContactAt',
  'pendingApprovalId',
  'touchedAt',
  'deletedAt',
] as const;
type Listed = Pick<OpportunityRecord, (typeof listedColumns)[number]>;

export interface Names {
  people: ReadonlyMap<Id, PersonRef>;
  customers: ReadonlyMap<Id, string>;
}

/** Rows of a list, read within scope, in their order. */
export const presentRows = async (work: Work, rows: readonly Listed[]): Promise<OpportunityRow[]> => {
  const names = await namesFor(work, rows);
  return rows.map((row) => presentRow(work, row, names));
};

export const namesFor = async (work: Work, rows: readonly Listed[]): Promise<Names> => ({
  people: await personRefs(
    work,
    rows.map((row) => row.ownerId),
  ),
  customers: await customerNames(
    work,
    rows.flatMap((row) => row.customerId ?? []),
  ),
});

export const presentRow = (work: Work, row: Listed, names: Names): OpportunityRow => ({
  id: row.id,
  name: row.name,
  customer: row.customerId ? { id: row.customerId, name: names.customers.get(row.customerId) ?? '' } : null,
  state: row.state,
  stage: row.stage,
  amount: row.amount,
  likelihood: row.likelihood,
  expectedCloseOn: row.expectedCloseOn,
  owner: names.people.get(row.ownerId) ?? null,
  nextContactAt: row.nextContactAt?.toISOString() ?? null,
  lastContactAt: row.lastContactAt?.toISOString() ?? null,
  stageDays: daysFrom(work.calendar, row.stageEnteredAt, endOfStage(work, row)),
  closedOn: row.closedOn,
  approvalPending: row.pendingApprovalId !== null,
  touchedAt: row.touchedAt.toISOString(),
  deletedAt: row.deletedAt?.toISOString() ?? null,
});

const endOfStage = (work: Work, row: Listed): Date =>
  row.closedOn ? work.calendar.startOf(row.closedOn) : work.clock.now();
