import type { Directory, DirectoryDepartment, DirectoryPerson } from '../../../ports/directory.ts';

const width = 4;
const reportEvery = 25;

/** Reads the whole directory, department by department, a few at a time; `onProgress` hears of every 25 departments. */
export const pullDirectory = async (
  directory: Directory,
  onProgress: (done: number, all: number) => Promise<void>,
): Promise<{ departments: DirectoryDepartment[]; people: DirectoryPerson[] }> => {
  const departments = await directory.listDepartments();
  await onProgress(0, departments.length);
  const people: DirectoryPerson[] = [];
  let done = 0;
  await eachOf(departments, async ({ key }) => {
    people.push(...(await directory.listPeople(key)));
    done += 1;
    if (done % reportEvery === 0) await onProgress(done, departments.length);
  });
  return { departments, people };
};

/** Questions about single people are not free: beyond this many the rest counts as out of sight until the next night. */
const askLimit = 500;

/** What became of people the directory no longer lists. Those found by name after all are given back as they are. */
export const askForMissing = async (
  directory: Directory,
  accounts: readonly string[],
): Promise<{ fates: Map<string, 'left' | 'hidden'>; found: DirectoryPerson[] }> => {
  const fates = new Map<string, 'left' | 'hidden'>();
  const found: DirectoryPerson[] = [];
  if (accounts.length === 0) return { fates, found };
  const everybody = await directory.listAllAccounts();
  if (everybody) {
    const inCompany = new Set([...everybody].map((account) => account.toLowerCase()));
    for (const account of accounts) fates.set(account, inCompany.has(account) ? 'hidden' : 'left');
    return { fates, found };
  }
  for (const account of accounts.slice(askLimit)) fates.set(account, 'hidden');
  await eachOf(accounts.slice(0, askLimit), async (account) => {
    const answer = await directory.findPerson(account);
    if (typeof answer === 'string') fates.set(account, answer);
    else found.push(answer);
  });
  return { fates, found };
};

/** Visits every item, four at a time; the first failure stops the rest. */
const eachOf = async <T>(items: readonly T[], visit: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const item of queue) {
      if (failed) return;
      try {
        await visit(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, work));
};
