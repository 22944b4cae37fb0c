import type { WriteRows } from '../batch.ts';
import { writeContacts } from './contact.ts';
import { writeCustomers } from './customer.ts';
import type { KindName } from './fields.ts';
import { writeOpportunities } from './opportunity.ts';
import { comparePeople } from './person.ts';
import { writeProducts } from './product.ts';

/** How the rows of each kind are written. */
export const writers: Record<KindName, WriteRows> = {
  person: comparePeople,
  product: writeProducts,
  customer: writeCustomers,
  contact: writeContacts,
  opportunity: writeOpportunities,
};
