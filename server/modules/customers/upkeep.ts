import type { Fen } from '../../contract/money.ts';
import type { Id } from '../../contract/page.ts';
import { unscoped } from '../../kernel/scope.ts';
import { encodeRow } from '../../kernel/table.ts';
import type { Work } from '../../kernel/work.ts';
import { customers } from './store.ts';

export interface CustomerTouch {
  /** Never moves backwards. */
  lastContactAt?: Date;
  /** Null: nobody has promised anything any more. */
  nextContactAt?: Date | null;
  /** Follow-ups logged by this touch. */
  followUps?: number;
}

/** Something happened on the customer. Leaves the version alone: it is no edit, and nobody's open form becomes stale. */
export const touchCustomer = async (work: Work, customerId: Id, touch: CustomerTouch = {}): Promise<void> => {
  const { lastContactAt, nextContactAt, followUps = 0 } = touch;
  await unscoped(work, customers, 'a time stamp follows what happened below the customer')
    .where({ id: customerId })
    .update({
      ...encodeRow(customers, { touchedAt: work.clock.now(), nextContactAt }),
      follow_ups: work.db.raw('follow_ups + ?', [followUps]),
      ...(lastContactAt && {
        last_contact_at: work.db.raw(
          'case when last_contact_at is null or last_contact_at < ? then ? else last_contact_at end',
          [lastContactAt, lastContactAt],
        ),
      }),
    });
};

/** What the opportunities of a customer add up to now, written by their module whenever they change. */
export const setCustomerFigures = async (
  work: Work,
  customerId: Id,
  figures: { openOpportunities: number; openAmount: Fen; wonAmount: Fen },
): Promise<void> => {
  await unscoped(work, customers, 'figures follow the opportunities below the customer')
    .where({ id: customerId })
    .update(encodeRow(customers, figures));
};
