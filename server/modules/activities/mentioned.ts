import type { Id } from '../../contract/page.ts';
import { ensure } from '../../kernel/problem.ts';
import type { Work } from '../../kernel/work.ts';
import { contacts } from '../customers/index.ts';
import { getVisibleOpportunity, type OpportunityRecord } from '../opportunities/index.ts';

/** Refuses a contact of somebody else. */
export const ensureContactOf = async (work: Work, customerId: Id, contactId: Id | null): Promise<void> => {
  if (contactId === null) return;
  const found = await work.db(contacts.name).where({ id: contactId, customer_id: customerId, alive: 1 }).first('id');
  ensure(found, 'follow_up.contact_mismatch');
};

/** The opportunity a contact was about; one of another customer is refused. */
export const opportunityOf = async (
  work: Work,
  customerId: Id,
  opportunityId: Id | null,
): Promise<OpportunityRecord | null> => {
  if (opportunityId === null) return null;
  const opportunity = await getVisibleOpportunity(work, opportunityId);
  ensure(opportunity.customerId === customerId, 'follow_up.opportunity_mismatch');
  return opportunity;
};
