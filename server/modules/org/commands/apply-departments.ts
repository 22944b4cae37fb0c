import type { Id } from '../../../contract/page.ts';
import { emitMany, type Emission } from '../../../kernel/event.ts';
import { encodeRow } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import type { DepartmentFacts, DepartmentTarget, KnownDepartment } from '../directory-sync/facts.ts';
import { knowsBetter } from '../directory-sync/facts.ts';
import { departmentChanged, departmentCreated, departmentRemoved } from '../events.ts';
import { readKnownDepartments } from '../queries/known-org.ts';
import { departments } from '../store.ts';

interface Plan {
  id: Id;
  before: KnownDepartment | undefined;
  target: DepartmentTarget;
}

/**
 * Makes departments what the directory said at `readAt`; those we know better by now are left alone, and what is so already changes
 * nothing. The caller holds the organisation's lock. Returns how many changed.
 */
export const applyDepartments = async (
  work: Work,
  targets: readonly DepartmentTarget[],
  readAt: Date,
): Promise<number> => {
  if (targets.length === 0) return 0;
  const known = new Map((await readKnownDepartments(work)).map((one) => [one.key, one]));
  const now = work.clock.now();
  const plans = targets.flatMap((target): Plan[] => {
    const before = known.get(target.key);
    if (before && knowsBetter(before, readAt, now)) return [];
    if (isSo(before, target)) return [];
    return [{ id: before?.id ?? work.nextId(), before, target }];
  });
  const idByKey = new Map([...known.values()].map((one) => [one.key, one.id]));
  for (const plan of plans) idByKey.set(plan.target.key, plan.id);
  await writeFacts(work, plans, idByKey, readAt);
  await writeRemovals(work, plans, readAt);
  await tell(work, plans);
  await nameCompany(work);
  return plans.length;
};

const isSo = (before: KnownDepartment | undefined, { facts }: DepartmentTarget): boolean => {
  if (!facts) return !before || before.removed;
  if (!before || before.removed) return false;
  return before.name === facts.name && before.parentKey === facts.parentKey && before.position === facts.position;
};

const mergedColumns = ['parent_id', 'name', 'position', 'removed_at', 'directory_at', 'updated_at'];

const writeFacts = async (
  work: Work,
  plans: readonly Plan[],
  idByKey: ReadonlyMap<string, Id>,
  readAt: Date,
): Promise<void> => {
  const now = work.clock.now();
  const rows = plans.flatMap(({ id, target: { facts } }) => (facts ? [rowOf(id, facts)] : []));
  for (let start = 0; start < rows.length; start += 500) {
    await work
      .db(departments.name)
      .insert(rows.slice(start, start + 500))
      .onConflict('platform_key')
      .merge(mergedColumns);
  }

  function rowOf(id: Id, facts: DepartmentFacts): Record<string, unknown> {
    const parentId = facts.parentKey ? (idByKey.get(facts.parentKey) ?? null) : null;
    const { key: platformKey, name, position } = facts;
    const stamps = { removedAt: null, directoryAt: readAt, createdAt: now, updatedAt: now };
    return encodeRow(departments, { id, platformKey, parentId, name, position, ...stamps });
  }
};

const writeRemovals = async (work: Work, plans: readonly Plan[], readAt: Date): Promise<void> => {
  const ids = plans.filter((plan) => plan.target.facts === null).map((plan) => plan.id);
  if (ids.length === 0) return;
  const now = work.clock.now();
  await work.db(departments.name).whereIn('id', ids).update({ removed_at: now, directory_at: readAt, updated_at: now });
};

const tell = async (work: Work, plans: readonly Plan[]): Promise<void> => {
  const emission = ({ id, target }: Plan): Emission<{ departmentId: Id; name: string }> => ({
    subject: { kind: 'department', id },
    payload: { departmentId: id, name: target.name },
  });
  const isNew = ({ before }: Plan): boolean => !before || before.removed;
  const present = plans.filter((plan) => plan.target.facts !== null);
  await emitMany(work, departmentCreated, present.filter(isNew).map(emission));
  await emitMany(work, departmentChanged, present.filter((plan) => !isNew(plan)).map(emission));
  await emitMany(work, departmentRemoved, plans.filter((plan) => plan.target.facts === null).map(emission));
};

/** A single top department is the company. */
const nameCompany = async (work: Work): Promise<void> => {
  const tops = (await work
    .db(departments.name)
    .select('name')
    .whereNull('parent_id')
    .whereNull('removed_at')
    .limit(2)) as { name: string }[];
  const [top, other] = tops;
  if (top && !other) await work.db('org_state').where({ id: 1 }).update({ company: top.name });
};
