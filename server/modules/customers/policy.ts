import type { z } from 'zod';
import type { customerAbilities } from '../../contract/customers.ts';
import { seesOwner } from '../../kernel/scope.ts';
import type { Actor } from '../../kernel/work.ts';
import { isRestorable } from '../../kernel/recycle-bin.ts';

interface Subject {
  id: string;
  ownerId: string;
  deletedAt: Date | null;
}

/** What the actor may do with a customer they can see. Its owner and those above decide about it; collaborators work on it. */
export const abilitiesOf = (actor: Actor, customer: Subject, now: Date): z.output<typeof customerAbilities> => {
  const isAlive = customer.deletedAt === null;
  const decides = seesOwner(actor, customer.ownerId);
  const works = decides || collaborates(actor, customer);
  return {
    update: isAlive && works,
    delete: isAlive && decides,
    restore: customer.deletedAt !== null && decides && isRestorable(customer.deletedAt, now),
    shareWith: isAlive && decides,
    logFollowUp: isAlive && works,
    addOpportunity: isAlive && works,
    comment: works,
  };
};

/** Phone numbers and addresses are for those who work with the customer, those above them, and administrators of the organisation. */
export const seesPersonalData = (actor: Actor, customer: Pick<Subject, 'id' | 'ownerId'>): boolean =>
  seesOwner(actor, customer.ownerId) || collaborates(actor, customer) || actor.permissions.has('org.manage');

const collaborates = (actor: Actor, customer: Pick<Subject, 'id'>): boolean =>
  actor.shares.get('customer')?.includes(customer.id) ?? false;
