import type { HandoverState, TransferState } from '../../contract/handover.ts';
import type { Id } from '../../contract/page.ts';
import type { ExternalKind } from '../../ports/external-contacts.ts';
import type { OwnedRow } from '../../ports/subjects.ts';
import type { Lifecycle } from '../../kernel/lifecycle.ts';

/** A case is called off (`open` to `undone`) when its person comes back before anybody took over. */
export const handoverLifecycle: Lifecycle<HandoverState> = {
  open: ['running', 'undone'],
  running: ['done'],
  done: ['undoing'],
  undoing: ['undone'],
  undone: [],
};

export const contactLifecycle: Lifecycle<TransferState> = {
  planned: ['waiting', 'done', 'failed'],
  waiting: ['done', 'refused', 'limit', 'failed'],
  // A start whose answer was lost looks refused when it is tried again; the outcome tells better.
  failed: ['waiting', 'done'],
  done: [],
  refused: [],
  limit: [],
};

export type ItemState = 'moved' | 'returned' | 'kept';
export const itemLifecycle: Lifecycle<ItemState> = { moved: ['returned', 'kept'], returned: [], kept: [] };

/** Somebody's customer on the chat platform, or a group with customers; without a name when the platform no longer tells. */
export interface FoundContact {
  kind: ExternalKind;
  externalKey: string;
  name: string | null;
  company: string | null;
}

export const undoDays = 30;

/** Who takes over what: one for all, others for single customers and what hangs on them. */
export interface Plan {
  receiverId: Id;
  byCustomer: ReadonlyMap<Id, Id>;
}

/** An opportunity goes where its customer goes; what hangs on nobody of the leaver's goes to the main receiver. */
export const receiverOf = (
  plan: Plan,
  kind: 'customer' | 'opportunity',
  row: Pick<OwnedRow, 'id' | 'customerId'>,
): Id => {
  const customerId = kind === 'customer' ? row.id : row.customerId;
  return (customerId !== null && plan.byCustomer.get(customerId)) || plan.receiverId;
};

/** The rows of a batch by who gets them. */
export const byReceiver = <T extends Pick<OwnedRow, 'id' | 'customerId'>>(
  plan: Plan,
  kind: 'customer' | 'opportunity',
  rows: readonly T[],
): Map<Id, T[]> => {
  const groups = new Map<Id, T[]>();
  for (const row of rows) {
    const to = receiverOf(plan, kind, row);
    groups.set(to, [...(groups.get(to) ?? []), row]);
  }
  return groups;
};
