import { ensure } from '../../kernel/problem.ts';

export const ensureCustomerAlive = (customer: { deletedAt: Date | null }): void =>
  ensure(customer.deletedAt === null, 'customer.deleted');
