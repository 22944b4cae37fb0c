import { beforeEach, describe, expect, it } from 'vitest';
import { getWorkbench, type Workbench } from '../../../server/contract/insight.ts';
import type { Id } from '../../../server/contract/page.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from '../customers/customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
  await addCustomer(world, company.alice, { name: '下属的客户' });
});
const customersShown = async (as: Id, query: { view?: 'mine' | 'team'; personId?: Id }): Promise<string[]> => {
  const answer = await world.call(as, getWorkbench, { query });
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data.recentCustomers.map((one: Workbench['recentCustomers'][number]) => one.name);
};

describe('whose workbench is shown', () => {
  it('is the team to a leader and oneself to others, unless asked otherwise', async () => {
    const { eastLeader, alice, bob } = company;
    expect(await customersShown(eastLeader, {})).toEqual(['下属的客户']);
    expect(await customersShown(eastLeader, { view: 'mine' })).toEqual([]);
    expect(await customersShown(alice, {})).toEqual(['下属的客户']);
    expect(await customersShown(bob, {})).toEqual([]);
  });

  it('is the team of a leader one steps down to, with the department that lists its records', async () => {
    const { boss, eastLeader, east, alice } = company;
    expect(await customersShown(boss, { personId: eastLeader })).toEqual(['下属的客户']);
    expect(await customersShown(boss, { personId: eastLeader, view: 'mine' })).toEqual([]);
    const read = async (personId: Id) => (await world.call(boss, getWorkbench, { query: { personId } })).data;
    expect(await read(eastLeader)).toMatchObject({ covers: 'team', departmentId: east });
    expect(await read(alice)).toMatchObject({ covers: 'person', departmentId: null, team: [] });
  });

  it('never shows more of a team than the viewer may see', async () => {
    const { bob, eastLeader } = company;
    await world.company.grant(bob, 'chosen', ['crm.use'], []);
    const refused = await world.call(bob, getWorkbench, { query: { personId: eastLeader, view: 'team' } });
    expect(refused.problem?.code).toBe('record.not_found');
  });

  it('is a colleague in scope when named, and nobody outside it', async () => {
    const { eastLeader, southLeader, alice } = company;
    expect(await customersShown(eastLeader, { personId: alice })).toEqual(['下属的客户']);
    const refused = await world.call(southLeader, getWorkbench, { query: { personId: alice } });
    expect(refused.problem?.code).toBe('record.not_found');
  });
});
