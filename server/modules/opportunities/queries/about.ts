import type { Work } from '../../../kernel/work.ts';
import { customerNames } from '../../customers/index.ts';
import { nameOfPerson } from '../../org/index.ts';
import type { OpportunityRecord } from '../store.ts';

/** What every event of an opportunity says about it. */
export const aboutOpportunity = async (
  work: Work,
  row: Pick<OpportunityRecord, 'id' | 'name' | 'customerId' | 'ownerId'>,
) => ({
  opportunityId: row.id,
  name: row.name,
  customerId: row.customerId,
  customerName: row.customerId ? ((await customerNames(work, [row.customerId])).get(row.customerId) ?? null) : null,
  ownerId: row.ownerId,
  ownerName: (await nameOfPerson(work, row.ownerId)) ?? '',
});

/** Where an opportunity's events hang: on itself and on its customer's time line. */
export const onOpportunity = (row: Pick<OpportunityRecord, 'id' | 'customerId'>) => ({
  subject: { kind: 'opportunity' as const, id: row.id },
  threadId: row.customerId,
});
