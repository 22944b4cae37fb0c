import { emitMany, type Change, type Emission } from '../../../kernel/event.ts';
import type { Work } from '../../../kernel/work.ts';
import { fieldLabels, wordOf, type Glossary } from '../directory-sync/describe.ts';
import { personChanged, personJoined, personLeft, personReturned } from '../events.ts';
import { readKnownDepartments } from '../queries/known-org.ts';
import type { PersonPlan } from './apply-people.ts';

/** One event per person whom a directory change concerns. */
export const tellPersonChanges = async (work: Work, plans: readonly PersonPlan[]): Promise<void> => {
  if (plans.length === 0) return;
  const glossary = await readGlossary(work, plans);
  const groups = {
    joined: [] as PersonPlan[],
    left: [] as PersonPlan[],
    returned: [] as PersonPlan[],
    changed: [] as PersonPlan[],
  };
  for (const plan of plans) groups[happening(plan)].push(plan);
  const emission = <P extends object>(plan: PersonPlan, more: P): Emission<{ personId: string; name: string } & P> => ({
    subject: { kind: 'person', id: plan.id },
    payload: { personId: plan.id, name: plan.target.name, ...more },
    changes: changesOf(plan, glossary),
  });
  await emitMany(
    work,
    personJoined,
    groups.joined.map((plan) => emission(plan, {})),
  );
  await emitMany(
    work,
    personChanged,
    groups.changed.map((plan) => emission(plan, {})),
  );
  await emitMany(
    work,
    personReturned,
    groups.returned.map((plan) => emission(plan, {})),
  );
  await emitMany(
    work,
    personLeft,
    groups.left.map((plan) => emission(plan, { account: plan.target.account })),
  );
};

const happening = ({ before, target }: PersonPlan): 'joined' | 'left' | 'returned' | 'changed' => {
  if (!before) return 'joined';
  if (target.state === 'left') return 'left';
  return before.state === 'left' ? 'returned' : 'changed';
};

const changesOf = ({ before, target, fields }: PersonPlan, glossary: Glossary): Change[] => {
  if (!before) return [];
  const after = target.facts ?? { ...before, state: target.state };
  return fields.map((field) => ({
    field,
    label: fieldLabels[field],
    before: wordOf(field, before, glossary),
    after: wordOf(field, after, glossary),
  }));
};

const readGlossary = async (work: Work, plans: readonly PersonPlan[]): Promise<Glossary> => {
  const departmentNames = new Map((await readKnownDepartments(work)).map((one) => [one.key, one.name]));
  const leaders = plans.flatMap(({ before, target }) => [before?.directLeader, target.facts?.directLeader]);
  const accounts = [...new Set(leaders.filter((account) => account != null))];
  const rows = (await work.db('people').select('account', 'name').whereIn('account', accounts)) as {
    account: string;
    name: string;
  }[];
  const personNames = new Map(rows.map((row) => [row.account.toLowerCase(), row.name]));
  return {
    departmentName: (key) => departmentNames.get(key) ?? key,
    personName: (account) => personNames.get(account) ?? account,
  };
};
