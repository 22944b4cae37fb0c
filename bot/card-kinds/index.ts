import type { MessageTopic } from '../../server/contract/messages.ts';
import { approvalKind } from './approval.ts';
import { handoverKind } from './handover.ts';
import type { CardKind } from './card-kind.ts';
import { cooperationKind } from './cooperation.ts';
import { orgSyncKind } from './org-sync.ts';

/** Every kind of card with buttons. */
export const cardKinds: Partial<Record<MessageTopic, CardKind>> = {
  approval: approvalKind,
  cooperation: cooperationKind,
  handover: handoverKind,
  org_sync: orgSyncKind,
};
