import { ensure } from '../../kernel/problem.ts';

/** How long the recycle bin keeps what was deleted. */
export const recycleDays = 30;

export const ensureCustomerAlive = (customer: { deletedAt: Date | null }): void =>
  ensure(customer.deletedAt === null, 'customer.deleted');

/** Can it still be taken out of the recycle bin? */
export const isRestorable = (deletedAt: Date, now: Date): boolean =>
  now.getTime() - deletedAt.getTime() <= recycleDays * 86_400_000;
