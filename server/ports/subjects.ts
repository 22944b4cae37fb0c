import type { Fen } from '../contract/money.ts';
import type { Id } from '../contract/page.ts';
import type { SubjectKind } from '../contract/subject.ts';
import type { Work } from '../kernel/work.ts';

/** A kind of record that can wait for consent. The owning module implements it; approvals calls back only through it. */
export interface Approvable {
  readonly kind: SubjectKind;
  /** Name and H5 path of the subject, for lists and cards. */
  describe(work: Work, subjectId: Id): Promise<{ name: string; path: string }>;
  /** May the actor see the subject? Decides who may read an approval without taking part in it. */
  isVisible(work: Work, subjectId: Id): Promise<boolean>;
  /** Reacts in the transaction of the final decision. `decidedBy` is null when nobody had to be asked. */
  onOutcome(
    work: Work,
    outcome: {
      approvalId: Id;
      subjectId: Id;
      state: 'approved' | 'rejected' | 'withdrawn';
      decidedBy: Id | null;
      /** What the decider wrote, '' when nothing. */
      comment: string;
      facts: unknown;
    },
  ): Promise<void>;
}

/** One row that changes hands, as it was before. */
export interface OwnedRow {
  id: Id;
  name: string;
  amount: Fen | null;
  version: number;
  /** The customer an opportunity hangs on: it goes where that customer goes. Null for customers themselves. */
  customerId: Id | null;
  /** How important a customer is (`a`…`d`), and how many open opportunities hang on it; null and 0 for other kinds. */
  level: string | null;
  openOpportunities: number;
}

/** A kind of record that belongs to somebody and can change hands. Owning modules implement it; handover moves whatever is registered. */
export interface Ownable {
  readonly kind: 'customer' | 'opportunity';
  readonly label: string;
  /** How much somebody owns, recycle bin included. */
  count(work: Work, ownerId: Id): Promise<{ count: number; amount: Fen | null }>;
  /** The next rows of an owner after an id, in id order; recycle bin included. */
  list(work: Work, ownerId: Id, after: Id | null, limit: number): Promise<OwnedRow[]>;
  /**
   * Gives rows to a new owner in the current transaction, one event per row, set based. Locks the rows first, in id order.
   * Rows that no longer belong to `from` (or no longer have the expected version, when given) are left alone.
   * @returns the rows that moved, with the version they now have.
   */
  transfer(
    work: Work,
    input: { rows: { id: Id; version?: number }[]; from: Id; to: Id; reason: string; caseId: Id },
  ): Promise<{ id: Id; version: number }[]>;
}
