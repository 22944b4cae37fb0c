import type { z } from 'zod';
import { createCustomer } from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import { dictionaryEntries } from '../../../server/kernel/dictionary.ts';
import { insert } from '../../../server/kernel/rows.ts';
import type { World } from '../../support/world.ts';

let counter = 0;

/** A customer of this person, made through the public endpoint. */
export const addCustomer = async (
  world: World,
  as: Id,
  fields: Partial<z.input<typeof createCustomer.body>> = {},
): Promise<Id> => {
  counter += 1;
  const body = { name: `测试客户${counter}`, kind: 'customer' as const, ...fields };
  const answer = await world.call(as, createCustomer, { body });
  if (!answer.ok) throw new Error(`${answer.problem.code}: ${answer.problem.detail}`);
  return answer.data.id;
};

/** A dictionary entry, whatever the lists begin with. */
export const addEntry = (world: World, kind: string, name: string, values: { active?: boolean } = {}): Promise<Id> =>
  insert(world.work, dictionaryEntries, { kind, name, active: true, position: 100, ...values });
