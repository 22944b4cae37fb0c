import type { Fen } from '../../../contract/money.ts';
import type { Id } from '../../../contract/page.ts';
import { insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import type { Ownable, OwnedRow } from '../../../ports/subjects.ts';
import { byReceiver, type Plan } from '../handover.ts';
import { handoverCases, handoverItems, type HandoverCase } from '../store.ts';

/** Moves one batch in the current transaction and writes down every row that moved, with what undo needs to know. */
export const moveBatch = async (
  work: Work,
  one: HandoverCase,
  ownable: Ownable,
  rows: readonly OwnedRow[],
  plan: Plan,
): Promise<void> => {
  const reason = one.reason === 'left' ? `${one.personName}离职交接` : `${one.personName}的客户交接`;
  for (const [to, group] of byReceiver(plan, ownable.kind, rows)) {
    const given = group.map(({ id }) => ({ id }));
    const moved = await ownable.transfer(work, { rows: given, from: one.personId, to, reason, caseId: one.id });
    await writeDown(work, one, { kind: ownable.kind, to, moved, group });
  }
  await work.db(handoverCases.name).where({ id: one.id }).increment('done', rows.length);
};

const writeDown = async (
  work: Work,
  one: HandoverCase,
  batch: {
    kind: Ownable['kind'];
    to: Id;
    moved: readonly { id: Id; version: number }[];
    group: readonly OwnedRow[];
  },
): Promise<void> => {
  const rowById = new Map(batch.group.map((row) => [row.id, row]));
  await insertMany(
    work,
    handoverItems,
    batch.moved.map(({ id, version }) => ({
      caseId: one.id,
      kind: batch.kind,
      objectId: id,
      ...factsOf(rowById.get(id)),
      fromId: one.personId,
      toId: batch.to,
      versionAfter: version,
      state: 'moved' as const,
    })),
  );
};

const factsOf = (
  row: OwnedRow | undefined,
): { name: string; amount: Fen | null; level: string | null; openOpportunities: number } => ({
  name: row?.name.slice(0, 200) ?? '',
  amount: row?.amount ?? null,
  level: row?.level ?? null,
  openOpportunities: row?.openOpportunities ?? 0,
});
