import type { z } from 'zod';
import { stageLikelihood, type createOpportunity as createEndpoint } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure } from '../../../kernel/problem.ts';
import { insert } from '../../../kernel/rows.ts';
import { addSearchTerms } from '../../../kernel/search.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { customerAbilitiesOf, ensureCustomerAlive, lockVisibleCustomer } from '../../customers/index.ts';
import { mainDepartments } from '../../org/index.ts';
import { priceOf } from '../discount.ts';
import { opportunityCreated } from '../events.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { opportunities } from '../store.ts';
import { enterStage } from './record-stage.ts';
import { refreshCustomers } from './refresh-customers.ts';
import { saveCompetitors } from './save-competitors.ts';
import { saveLines } from './save-lines.ts';

export type NewOpportunity = z.output<typeof createEndpoint.body>;

/** Opens an opportunity of the acting person for a customer they work with. The amount follows the lines unless given. */
export const createOpportunity = async (work: Work, input: NewOpportunity): Promise<Id> => {
  const customer = await lockVisibleCustomer(work, input.customerId);
  ensureCustomerAlive(customer);
  ensure(customerAbilitiesOf(work.actor, customer, work.clock.now()).addOpportunity, 'record.not_allowed');
  const id = work.nextId();
  const lines = await saveLines(work, id, [], input.lines ?? []);
  const amount = input.amount ?? priceOf(lines).agreedTotal;
  const ownerId = personOf(work);
  const row = { id, name: input.name, customerId: customer.id, ownerId };
  await insert(work, opportunities, { ...row, amount, ...(await startValues(work, input, ownerId)) });
  await saveCompetitors(work, id, input.competitors ?? []);
  await enterStage(work, id, input.stage);
  await addSearchTerms(work, 'opportunity', [{ id, names: [input.name], phones: [] }]);
  await refreshCustomers(work, [customer.id]);
  const payload = { ...(await aboutOpportunity(work, row)), amount };
  await emit(work, opportunityCreated, { ...onOpportunity(row), payload });
  return id;
};

const startValues = async (work: Work, input: NewOpportunity, ownerId: Id) => {
  const now = work.clock.now();
  const departments = await mainDepartments(work, [ownerId]);
  return {
    ownerDepartmentId: departments.get(ownerId)?.id ?? null,
    state: 'open' as const,
    stage: input.stage,
    stageEnteredAt: now,
    likelihood: input.likelihood ?? stageLikelihood[input.stage],
    expectedCloseOn: input.expectedCloseOn ?? null,
    situation: input.situation ?? null,
    nextAction: input.nextAction ?? null,
    facts: {},
    touchedAt: now,
  };
};
