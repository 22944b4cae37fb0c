import type { Module } from '../../kernel/module.ts';
import { contactDueJob } from './contact-due.ts';
import { reminderEvents } from './events.ts';
import { morningListJob } from './morning-list.ts';
import { silenceJob } from './silence.ts';

export { isContactStillDue } from './contact-due.ts';
export * from './events.ts';

/** What the clock reminds people of. Quiet hours and preferences are the ledger's business. */
export const remindersModule: Module = {
  routes: [],
  events: reminderEvents,
  reactions: [],
  jobs: [contactDueJob, morningListJob, silenceJob],
};
