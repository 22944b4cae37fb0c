import type { Id } from '../../contract/page.ts';
import { phoneDigits } from '../../kernel/personal-data.ts';
import type { Work } from '../../kernel/work.ts';
import { activePeople } from '../org/index.ts';
import { Refusal, type Value } from './field.ts';
import type { PersonKey } from './mapping.ts';

export interface FoundPerson {
  id: Id;
  name: string;
  directLeaderId: Id | null;
}

/** Finds a person by what a file calls them; refuses the unknown, and what several people share. */
export type FindPerson = (field: string, text: Value, by: PersonKey) => FoundPerson;

export const peopleFinder = async (work: Work): Promise<FindPerson> => {
  const everybody = await activePeople(work);
  const indexes: Record<PersonKey, Map<string, FoundPerson[]>> = {
    name: groupBy(everybody, (one) => one.name.trim()),
    account: groupBy(everybody, (one) => one.account.toLowerCase()),
    mobile: groupBy(everybody, (one) => phoneDigits(one.mobile) ?? ''),
  };
  return (field, text, by) => {
    const found = indexes[by].get(comparable[by](String(text))) ?? [];
    if (found.length > 1) throw new Refusal(field, `有 ${found.length} 位同事都符合「${text}」,请改用账号或手机号`);
    if (!found[0]) throw new Refusal(field, `没有找到在职同事「${text}」`);
    return found[0];
  };
};

const comparable: Record<PersonKey, (text: string) => string> = {
  name: (text) => text,
  account: (text) => text.toLowerCase(),
  mobile: (text) => phoneDigits(text) ?? '',
};

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = key(row);
    if (name) groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
};
