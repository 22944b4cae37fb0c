import type { Id } from '../../contract/page.ts';
import type { Work } from '../../kernel/work.ts';
import { personRefs } from '../org/index.ts';

/** Names of those who are still here. */
export const listActiveNames = async (work: Work, ids: readonly Id[]): Promise<Map<Id, string>> => {
  const people = [...(await personRefs(work, ids)).values()];
  return new Map(people.filter((person) => person.active).map((person) => [person.id, person.name]));
};
