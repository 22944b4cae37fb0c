import type { z } from 'zod';
import type { opportunityAbilities, OpportunityState } from '../../contract/opportunities.ts';
import type { Id } from '../../contract/page.ts';
import { seesOwner } from '../../kernel/scope.ts';
import type { Actor } from '../../kernel/work.ts';
import { isRestorable } from '../../kernel/recycle-bin.ts';

interface Subject {
  ownerId: Id;
  customerId: Id | null;
  state: OpportunityState;
  pendingApprovalId: Id | null;
  deletedAt: Date | null;
}
export type Abilities = z.output<typeof opportunityAbilities>;
export type Ability = keyof Abilities;

/** Its owner and those above decide about it; collaborators of the customer work on it. */
export const isEntitled = (actor: Actor, row: Subject, ability: Ability): boolean => {
  const decides = seesOwner(actor, row.ownerId);
  const works = ability === 'update' || ability === 'move' || ability === 'logFollowUp';
  return decides || (works && collaborates(actor, row));
};

const collaborates = (actor: Actor, row: Subject): boolean =>
  row.customerId !== null && (actor.shares.get('customer')?.includes(row.customerId) ?? false);

/** What the actor may do with an opportunity they can see, as it is now. */
export const abilitiesOf = (actor: Actor, row: Subject, now: Date): Abilities => {
  const alive = row.deletedAt === null;
  const free = alive && row.state === 'open' && row.pendingApprovalId === null;
  const may = (ability: Ability, possible: boolean): boolean => possible && isEntitled(actor, row, ability);
  return {
    update: may('update', free),
    move: may('move', free),
    win: may('win', free),
    lose: may('lose', free),
    reopen: may('reopen', alive && row.state === 'lost'),
    delete: may('delete', alive && row.state !== 'won' && row.pendingApprovalId === null),
    restore: may('restore', row.deletedAt !== null && isRestorable(row.deletedAt, now)),
    logFollowUp: may('logFollowUp', alive),
  };
};
