import type { Id } from '../../../contract/page.ts';
import { whileHolding } from '../../../kernel/lease.ts';
import { allRows, firstRow } from '../../../kernel/rows.ts';
import { encodeRow } from '../../../kernel/table.ts';
import { inTransaction } from '../../../kernel/transaction.ts';
import type { Work } from '../../../kernel/work.ts';
import type { Ownable, OwnedRow } from '../../../ports/subjects.ts';
import { actorOf } from '../../org/index.ts';
import { finishHandover, finishUndo } from '../commands/finish-handover.ts';
import { moveBatch } from '../commands/move-batch.ts';
import { returnBatch } from '../commands/return-batch.ts';
import type { Plan } from '../handover.ts';
import { countBelongings } from '../queries/belongings.ts';
import { nextMovedItems } from '../queries/items.ts';
import type { HandoverSources } from '../sources.ts';
import { handoverCases, handoverExceptions, type HandoverCase } from '../store.ts';
import { transferContacts } from './transfer-contacts.ts';

const leaseMs = 60_000;
/** Rows of one transaction: somebody who saves one of them waits for a batch at most. */
export const batchSize = 200;

/**
 * Brings every case in execution to its end. Any process may be asked at any time; each case is worked on
 * by one, and one that fails does not hold up the others.
 */
export const runHandovers = async (work: Work, sources: HandoverSources): Promise<void> => {
  const rows = await allRows(
    handoverCases,
    work.db(handoverCases.name).whereIn('state', ['running', 'undoing']).orderBy('id'),
  );
  for (const { id } of rows) {
    await runHandover(work, sources, id).catch((error: unknown) =>
      work.log.error({ caseId: id, error: error instanceof Error ? error.stack : String(error) }, 'hand-over stopped'),
    );
  }
};

/** Executes or undoes one case in batches of short transactions, from wherever an earlier run was stopped. */
const runHandover = async (work: Work, sources: HandoverSources, id: Id): Promise<void> => {
  await whileHolding(work.db, `handover:${id}`, leaseMs, async (isHeld) => {
    const one = await firstRow(handoverCases, work.db(handoverCases.name).where({ id }));
    if (one?.state === 'running') await execute(await asAssigner(work, one), sources, one, isHeld);
    if (one?.state === 'undoing') await undo(await asAssigner(work, one), sources, one, isHeld);
  });
};

/** The rows tell who gave them away; when that person has left since, the system did. */
const asAssigner = async (work: Work, one: HandoverCase): Promise<Work> => {
  const actor = one.assignedBy && (await actorOf(work, one.assignedBy, 'job'));
  return actor ? { ...work, actor } : work;
};

const execute = async (
  work: Work,
  sources: HandoverSources,
  one: HandoverCase,
  isHeld: () => boolean,
): Promise<void> => {
  await noteBeginning(work, sources, one);
  const plan = await readPlan(work, one);
  for (const ownable of sources.ownables) await moveAllOf(work, ownable, one, plan, isHeld);
  if (!isHeld()) return;
  await inTransaction(work, (inner) => finishHandover(inner, one));
  await transferContacts(work, sources, one.id);
};

/** What there is when it begins is what the case is about; a run that goes on leaves that as it was. */
const noteBeginning = async (work: Work, sources: HandoverSources, one: HandoverCase): Promise<void> => {
  if (one.preview) return;
  const { perKind: preview, objects, amount } = await countBelongings(work, sources, one.personId);
  const values = encodeRow(handoverCases, { preview, objects, amount, total: objects });
  await work.db(handoverCases.name).where({ id: one.id }).update(values);
};

const readPlan = async (work: Work, one: HandoverCase): Promise<Plan> => {
  if (!one.receiverId) throw new Error('A running case has a receiver.');
  const rows = await allRows(handoverExceptions, work.db(handoverExceptions.name).where({ case_id: one.id }));
  return { receiverId: one.receiverId, byCustomer: new Map(rows.map((row) => [row.customerId, row.receiverId])) };
};

/** While the database writes one batch, the next is read and worded. Each batch holds its rows for some milliseconds. */
const lanes = 2;

const moveAllOf = async (
  work: Work,
  ownable: Ownable,
  one: HandoverCase,
  plan: Plan,
  isHeld: () => boolean,
): Promise<void> => {
  const batches = batchesOf(work, ownable, one.personId, isHeld);
  // A lane that fails closes the batches: the other ends with the one it has in hand.
  const lane = async (): Promise<void> => {
    for await (const rows of batches) await inTransaction(work, (inner) => moveBatch(inner, one, ownable, rows, plan));
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
};

/** What has moved is no longer the leaver's, so an interrupted run simply goes on with what is. */
async function* batchesOf(
  work: Work,
  ownable: Ownable,
  ownerId: Id,
  isHeld: () => boolean,
): AsyncGenerator<OwnedRow[], void> {
  let after: Id | null = null;
  while (isHeld()) {
    const rows: OwnedRow[] = await ownable.list(work, ownerId, after, batchSize);
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
    yield rows;
  }
}

const undo = async (work: Work, sources: HandoverSources, one: HandoverCase, isHeld: () => boolean): Promise<void> => {
  for (const ownable of sources.ownables) {
    while (isHeld()) {
      const items = await nextMovedItems(work, one, ownable.kind, batchSize);
      if (items.length === 0) break;
      await inTransaction(work, (inner) => returnBatch(inner, one, ownable, items));
    }
  }
  if (isHeld()) await inTransaction(work, (inner) => finishUndo(inner, one));
};
