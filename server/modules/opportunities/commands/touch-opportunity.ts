import type { Id } from '../../../contract/page.ts';
import { unscoped } from '../../../kernel/scope.ts';
import { encodeRow } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import { opportunities } from '../store.ts';

export interface OpportunityTouch {
  /** Never moves backwards. */
  lastContactAt?: Date;
  /** Null: nobody has promised anything any more. */
  nextContactAt?: Date | null;
}

/** Somebody was in contact about the opportunity. Leaves the version alone: nobody's open form becomes stale. */
export const touchOpportunity = async (work: Work, id: Id, touch: OpportunityTouch = {}): Promise<void> => {
  const { lastContactAt, nextContactAt } = touch;
  await unscoped(work, opportunities, 'a time stamp follows what happened on the opportunity')
    .where({ id })
    .update({
      ...encodeRow(opportunities, { touchedAt: work.clock.now(), nextContactAt }),
      ...(lastContactAt && {
        last_contact_at: work.db.raw(
          'case when last_contact_at is null or last_contact_at < ? then ? else last_contact_at end',
          [lastContactAt, lastContactAt],
        ),
      }),
    });
};
