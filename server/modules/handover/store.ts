import type { HandoverReason, HandoverState, TransferState } from '../../contract/handover.ts';
import type { Fen } from '../../contract/money.ts';
import type { Id } from '../../contract/page.ts';
import type { ExternalKind } from '../../ports/external-contacts.ts';
import { column, table, type RowOf } from '../../kernel/table.ts';
import type { ItemState } from './handover.ts';

/** An approval that was in flight when the case was opened. */
export interface InFlight {
  id: Id;
  title: string;
  role: 'approver' | 'requester';
}
/** How much there is of one kind, and what it is worth. */
export interface PerKind {
  kind: 'customer' | 'opportunity';
  label: string;
  count: number;
  amount: Fen | null;
}
export type Employment = 'employed' | 'left';

export const handoverCases = table('handover_cases', {
  id: column.id(),
  personId: column.id(),
  personName: column.text(),
  account: column.text(),
  employment: column.text<Employment>(),
  reason: column.text<HandoverReason>(),
  state: column.text<HandoverState>(),
  assigneeId: column.nullable(column.id()),
  receiverId: column.nullable(column.id()),
  assignedBy: column.nullable(column.id()),
  objects: column.int(),
  amount: column.int(),
  approvals: column.json<InFlight[]>(),
  preview: column.nullable(column.json<PerKind[]>()),
  done: column.int(),
  total: column.int(),
  undoSkipped: column.int(),
  version: column.int(),
  createdAt: column.instant(),
  updatedAt: column.instant(),
  finishedAt: column.nullable(column.instant()),
  undoUntil: column.nullable(column.instant()),
});
export type HandoverCase = RowOf<typeof handoverCases>;

export const handoverExceptions = table('handover_exceptions', {
  caseId: column.id(),
  customerId: column.id(),
  receiverId: column.id(),
});

export const handoverItems = table('handover_items', {
  id: column.id(),
  caseId: column.id(),
  kind: column.text<'customer' | 'opportunity'>(),
  objectId: column.id(),
  name: column.text(),
  amount: column.nullable(column.int()),
  level: column.nullable(column.text()),
  openOpportunities: column.int(),
  fromId: column.id(),
  toId: column.id(),
  versionAfter: column.int(),
  state: column.text<ItemState>(),
});
export type HandoverItem = RowOf<typeof handoverItems>;

/** What contacts were called when the platform last told. */
export const knownContacts = table('external_contacts', {
  externalKey: column.text(),
  name: column.text(),
  company: column.nullable(column.text()),
  seenAt: column.instant(),
});

export const handoverContacts = table('handover_contacts', {
  id: column.id(),
  caseId: column.id(),
  kind: column.text<ExternalKind>(),
  externalKey: column.text(),
  name: column.text(),
  company: column.nullable(column.text()),
  receiverId: column.nullable(column.id()),
  state: column.text<TransferState>(),
  reason: column.nullable(column.text()),
  requestedAt: column.nullable(column.instant()),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});
export type HandoverContact = RowOf<typeof handoverContacts>;
