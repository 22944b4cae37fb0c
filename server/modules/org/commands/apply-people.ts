import type { Id } from '../../../contract/page.ts';
import { insertMany } from '../../../kernel/rows.ts';
import { encodeRow } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import { changedFields, type PersonField } from '../directory-sync/diff.ts';
import { knowsBetter, type KnownPerson, type PersonFacts, type PersonTarget } from '../directory-sync/facts.ts';
import { bumpOrgVersion } from '../chart-reader.ts';
import { spellName } from '../person.ts';
import { lockKnownPeople, readKnownDepartments } from '../queries/known-org.ts';
import { people, personDepartments } from '../store.ts';
import { endSessions } from './open-session.ts';
import { tellPersonChanges } from './tell-person-changes.ts';

/** One person to write: what was, what shall be, and which fields differ (all of them for a newcomer). */
export interface PersonPlan {
  id: Id;
  before: KnownPerson | null;
  target: PersonTarget;
  fields: PersonField[];
}

/**
 * Makes people what the directory said at `readAt`, everything but the direct leader (see `applyLeaders`). Whoever we know better by now
 * is left alone; what is so already changes nothing, so that the same change may come twice and in any order. Whoever may no longer act
 * loses every session in the same transaction. The caller holds the organisation's lock. Returns how many changed.
 */
export const applyPeople = async (work: Work, targets: readonly PersonTarget[], readAt: Date): Promise<number> => {
  const known = await lockKnownPeople(
    work,
    targets.map((target) => target.account),
  );
  const plans = planChanges(work, known, targets, readAt);
  await stampUnchanged(work, known, plans, readAt);
  await writeFacts(work, plans, readAt);
  await writeAbsences(work, plans, readAt);
  await writeMemberships(work, plans);
  const stopped = plans.filter((plan) => plan.target.state !== 'active' && plan.before?.state === 'active');
  if (stopped.length > 0) {
    await endSessions(
      work,
      stopped.map((plan) => plan.id),
    );
    await bumpOrgVersion(work);
  }
  await tellPersonChanges(work, plans);
  return plans.length;
};

const planChanges = (
  work: Work,
  known: readonly KnownPerson[],
  targets: readonly PersonTarget[],
  readAt: Date,
): PersonPlan[] => {
  const byAccount = new Map(known.map((one) => [one.account, one]));
  const now = work.clock.now();
  return targets.flatMap((target): PersonPlan[] => {
    const before = byAccount.get(target.account) ?? null;
    if (before && knowsBetter(before, readAt, now)) return [];
    if (!target.facts)
      return before && before.state !== target.state
        ? [{ id: before.id, before, target: { ...target, name: before.name }, fields: ['state'] }]
        : [];
    if (!before) return [{ id: work.nextId(), before, target, fields: [] }];
    const fields = changedFields(before, target.facts);
    return fields.length > 0 ? [{ id: before.id, before, target, fields }] : [];
  });
};

/** Also an answer that changes nothing is newer than one that comes late. */
const stampUnchanged = async (
  work: Work,
  known: readonly KnownPerson[],
  plans: readonly PersonPlan[],
  readAt: Date,
): Promise<void> => {
  const changing = new Set(plans.map((plan) => plan.id));
  const now = work.clock.now();
  const ids = known.filter((one) => !changing.has(one.id) && !knowsBetter(one, readAt, now)).map((one) => one.id);
  if (ids.length > 0) await work.db(people.name).whereIn('id', ids).update({ directory_at: readAt });
};

const mergedColumns = [
  'name',
  'pinyin',
  'initials',
  'position',
  'mobile',
  'state',
  'main_department_id',
  'left_at',
  'directory_at',
  'updated_at',
];

const writeFacts = async (work: Work, plans: readonly PersonPlan[], readAt: Date): Promise<void> => {
  const departmentIds = await departmentIdByKey(work);
  const rows = plans.flatMap(({ id, before, target: { facts } }) =>
    facts ? [rowOf(work, id, before, facts, departmentIds, readAt)] : [],
  );
  const values = Object.fromEntries(mergedColumns.map((name) => [name, work.db.raw('values(??)', [name])]));
  for (let start = 0; start < rows.length; start += 500) {
    await work
      .db(people.name)
      .insert(rows.slice(start, start + 500))
      .onConflict('account')
      .merge({ ...values, version: work.db.raw('people.version + 1') });
  }
};

const rowOf = (
  work: Work,
  id: Id,
  before: KnownPerson | null,
  facts: PersonFacts,
  departmentIds: ReadonlyMap<string, Id>,
  readAt: Date,
): Record<string, unknown> => {
  const now = work.clock.now();
  const { account, name, position, state } = facts;
  return encodeRow(people, {
    id,
    account,
    name,
    ...spellName(name),
    position,
    mobile: facts.mobile ?? before?.mobile ?? null,
    state,
    mainDepartmentId: (facts.mainDepartmentKey && departmentIds.get(facts.mainDepartmentKey)) || null,
    leftAt: null,
    directoryAt: readAt,
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
};

const departmentIdByKey = async (work: Work): Promise<Map<string, Id>> =>
  new Map((await readKnownDepartments(work)).filter((one) => !one.removed).map((one) => [one.key, one.id]));

/** Gone or out of sight: everything else about them stays as it was, so that their records keep their department. */
const writeAbsences = async (work: Work, plans: readonly PersonPlan[], readAt: Date): Promise<void> => {
  const now = work.clock.now();
  for (const state of ['left', 'hidden'] as const) {
    const ids = plans.filter((plan) => !plan.target.facts && plan.target.state === state).map((plan) => plan.id);
    if (ids.length === 0) continue;
    const values = { state, left_at: state === 'left' ? now : null, directory_at: readAt, updated_at: now };
    await work
      .db(people.name)
      .whereIn('id', ids)
      .update({ ...values, version: work.db.raw('version + 1') });
  }
};

const writeMemberships = async (work: Work, plans: readonly PersonPlan[]): Promise<void> => {
  const moved = plans.filter((plan) => plan.target.facts && (!plan.before || plan.fields.includes('departments')));
  if (moved.length === 0) return;
  const departmentIds = await departmentIdByKey(work);
  await work
    .db(personDepartments.name)
    .whereIn(
      'person_id',
      moved.map((plan) => plan.id),
    )
    .delete();
  const rows = moved.flatMap(({ id: personId, target }) =>
    (target.facts?.departments ?? []).flatMap(({ key, leads }) => {
      const departmentId = departmentIds.get(key);
      return departmentId ? [{ personId, departmentId, leads }] : [];
    }),
  );
  await insertMany(work, personDepartments, rows);
};
