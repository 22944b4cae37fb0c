import { inTransaction } from '../../../kernel/transaction.ts';
import { systemWork, type Kernel, type Work } from '../../../kernel/work.ts';
import type { InboundEvent } from '../../../ports/chat.ts';
import type { Directory, DirectoryPerson } from '../../../ports/directory.ts';
import { bumpOrgVersion, lockOrg } from '../chart-reader.ts';
import { applyDepartments } from '../commands/apply-departments.ts';
import { applyLeaders } from '../commands/apply-leaders.ts';
import { applyPeople } from '../commands/apply-people.ts';
import { keepAdministrator } from '../commands/keep-administrator.ts';
import { renameAccount } from '../commands/rename-account.ts';
import { readKnownDepartments, readLeaderAccounts, readLedKeys } from '../queries/known-org.ts';
import { diffDepartments } from './diff.ts';
import type { DepartmentTarget, PersonTarget } from './facts.ts';
import { tidyDepartments, tidyPeople, type TidyDepartments } from './tidy.ts';

/**
 * Applies one event of the directory. An event only says where to look: the person or the tree is asked for again, and an answer that
 * is older than what we already have is dropped. Events may come twice and in any order. Events about anything else are ignored.
 * @throws ChatError when the platform cannot be asked now
 */
export const handleDirectoryEvent = async (
  kernel: Kernel,
  directory: Directory,
  event: InboundEvent,
): Promise<void> => {
  const work = systemWork(kernel);
  switch (event.kind) {
    case 'person_changed':
      return refreshPerson(work, directory, event.account, event.newAccount);
    case 'person_left':
      return refreshPerson(work, directory, event.account, null);
    case 'department_changed':
      return refreshDepartment(work, directory, event.departmentKey);
    default:
      return;
  }
};

const refreshPerson = async (
  work: Work,
  directory: Directory,
  givenAccount: string,
  newAccount: string | null,
): Promise<void> => {
  const [before, account] = [givenAccount.toLowerCase(), (newAccount ?? givenAccount).toLowerCase()];
  const readAt = work.clock.now();
  const answer = await directory.findPerson(account);
  const tree = typeof answer === 'string' ? null : await treeFor(work, directory, before, answer);
  await inTransaction(work, async (inner) => {
    await lockOrg(inner);
    const renamed = await renameAccount(inner, before, account, readAt);
    const changed = await applyDepartments(inner, tree?.targets ?? [], readAt);
    await applyChanges(inner, targetsOf(account, answer, tree), readAt, renamed + changed);
  });
};

/** `before` says how much has changed already in this transaction: processes read the chart anew only when something did. */
const applyChanges = async (
  work: Work,
  targets: readonly PersonTarget[],
  readAt: Date,
  before: number,
): Promise<void> => {
  const changed = (await applyPeople(work, targets, readAt)) + (await applyLeaders(work, targets));
  if (before + changed === 0) return;
  await bumpOrgVersion(work);
  await keepAdministrator(work, []);
};

const targetsOf = (account: string, answer: DirectoryPerson | 'left' | 'hidden', tree: Tree | null): PersonTarget[] => {
  if (typeof answer === 'string') return [{ account, name: account, state: answer, facts: null }];
  return tidyPeople([answer], tree ?? { departments: [], leaders: new Map() }).people.map((facts) => ({
    account: facts.account,
    name: facts.name,
    state: facts.state,
    facts: facts.state === 'left' ? null : facts,
  }));
};

/** Which departments there are and who leads them; `targets` when the directory had to be asked. */
interface Tree extends Pick<TidyDepartments, 'departments' | 'leaders'> {
  targets: DepartmentTarget[] | null;
}

/** Ours will do, unless the person is in a department we do not know, or no longer says they lead one: then the departments are asked. */
const treeFor = async (work: Work, directory: Directory, account: string, answer: DirectoryPerson): Promise<Tree> => {
  const known = (await readKnownDepartments(work)).filter((one) => !one.removed);
  const keys = new Set(known.map((one) => one.key));
  const leadsNow = new Set(answer.departments.flatMap((one) => (one.leads ? [one.key] : [])));
  const ledBefore = await readLedKeys(work, account);
  const isUnsettled =
    answer.departments.some((one) => !keys.has(one.key)) || ledBefore.some((key) => !leadsNow.has(key));
  if (!isUnsettled) return { departments: known, leaders: new Map(), targets: null };
  return askForTree(work, directory);
};

const askForTree = async (work: Work, directory: Directory): Promise<Tree & { targets: DepartmentTarget[] }> => {
  const readAt = work.clock.now();
  const tree = tidyDepartments(await directory.listDepartments());
  const targets = diffDepartments(await readKnownDepartments(work), tree.departments, { readAt, now: readAt });
  // What is missing from one answer may be a slip of the platform: an event removes only the department it names.
  return { ...tree, targets: targets.filter((target) => target.facts !== null) };
};

const refreshDepartment = async (work: Work, directory: Directory, key: string): Promise<void> => {
  const readAt = work.clock.now();
  const tree = await askForTree(work, directory);
  const isGone = !tree.departments.some((one) => one.key === key);
  const removal: DepartmentTarget[] = isGone ? [{ key, name: key, facts: null }] : [];
  const people = await askForLeaders(work, directory, key, tree);
  await inTransaction(work, async (inner) => {
    await lockOrg(inner);
    const changed = await applyDepartments(inner, [...tree.targets, ...removal], readAt);
    await applyChanges(inner, people, readAt, changed);
  });
};

/** A change of leaders shows with the department only: those about whom the two disagree are asked for again. */
const askForLeaders = async (work: Work, directory: Directory, key: string, tree: Tree): Promise<PersonTarget[]> => {
  const named = tree.leaders.get(key) ?? new Set<string>();
  const leading = new Set(await readLeaderAccounts(work, key));
  const unsettled = [...new Set([...named, ...leading])].filter((one) => named.has(one) !== leading.has(one));
  const targets: PersonTarget[] = [];
  for (const account of unsettled.slice(0, 50))
    targets.push(...targetsOf(account, await directory.findPerson(account), tree));
  return targets;
};
