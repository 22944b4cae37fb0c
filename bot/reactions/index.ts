import type { Reaction } from '../../server/kernel/event.ts';
import type { Chat } from '../../server/ports/chat.ts';
import { approvalReactions } from './approvals.ts';
import { customerReactions } from './customers.ts';
import { handoverReactions } from './handover.ts';
import { orgReactions } from './org.ts';
import { reminderReactions } from './reminders.ts';
import { reportReactions } from './reports.ts';

/** Everything the bot tells anybody, and why. */
export const botReactions = (chat: Chat): Reaction[] => [
  ...approvalReactions(chat),
  ...customerReactions(chat),
  ...reminderReactions,
  ...reportReactions,
  ...handoverReactions(chat),
  ...orgReactions(chat),
];
