import { z } from 'zod';
import { eventKind } from '../../kernel/event.ts';

const about = z.object({ caseId: z.string(), personId: z.string(), personName: z.string() });
const counts = z.record(z.string(), z.number());

/** A case waits for its assignee; without one, for those who manage hand-overs. Told again when the assignee changes. */
export const handoverOpened = eventKind(
  'handover.opened',
  about.extend({
    assigneeId: z.string().nullable(),
    reason: z.enum(['left', 'manual']),
    customers: z.number().int(),
    opportunities: z.number().int(),
    amount: z.number().int(),
  }),
  ({ personName }) => `发起了${personName}的交接`,
);
export const handoverAssigned = eventKind(
  'handover.assigned',
  about.extend({ receiverId: z.string(), receiverName: z.string(), exceptions: z.number().int() }),
  ({ personName, receiverName, exceptions }) =>
    `把${personName}的客户交给${receiverName}${exceptions > 0 ? `,另有 ${exceptions} 个客户单独指定` : ''}`,
);
export const handoverFinished = eventKind(
  'handover.finished',
  about.extend({
    assigneeId: z.string().nullable(),
    assignedBy: z.string().nullable(),
    receivers: z.array(z.object({ personId: z.string(), name: z.string(), count: z.number().int() })),
  }),
  ({ personName }) => `${personName}的交接已完成`,
);
export const handoverUndoRequested = eventKind(
  'handover.undo_requested',
  about,
  ({ personName }) => `撤销${personName}的交接`,
);
export const handoverUndone = eventKind(
  'handover.undone',
  about.extend({ returned: z.number().int(), skipped: z.number().int() }),
  ({ returned, skipped }) => `退回 ${returned} 条${skipped > 0 ? `,${skipped} 条因已有修改未退回` : ''}`,
);
export const handoverCancelled = eventKind(
  'handover.cancelled',
  about,
  ({ personName }) => `${personName}已返岗,交接取消`,
);
export const handoverContactsFound = eventKind(
  'handover.contacts_found',
  about.extend({ contacts: z.number().int() }),
  ({ contacts }) => `发现 ${contacts} 个外部联系人和客户群`,
);
/** How many contacts got into which state, by a start or by its outcome. */
export const handoverContactsMoved = eventKind(
  'handover.contacts_moved',
  about.extend({ states: counts }),
  () => '外部联系人和客户群的接替有进展',
);

export const handoverEvents = [
  handoverOpened,
  handoverAssigned,
  handoverFinished,
  handoverUndoRequested,
  handoverUndone,
  handoverCancelled,
  handoverContactsFound,
  handoverContactsMoved,
];
