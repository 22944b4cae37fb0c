import { inBackground } from '../../kernel/background.ts';
import { dailyAt, everyMinutes, type Job } from '../../kernel/schedule.ts';
import { followContacts } from './execution/follow-contacts.ts';
import { rememberContacts } from './execution/remember-contacts.ts';
import { runHandovers } from './execution/run-handover.ts';
import type { HandoverSources } from './sources.ts';

export const handoverJobs = (sources: HandoverSources): Job[] => [
  {
    // Takes up what a crashed process left unfinished.
    name: 'handover.continue',
    due: everyMinutes(1),
    catchUpMinutes: 1,
    run: async (work) => inBackground(work, 'handover', () => runHandovers(work, sources)),
  },
  {
    name: 'handover.remember-contacts',
    due: dailyAt('02:30', { workdays: false }),
    catchUpMinutes: 24 * 60,
    run: async (work) => inBackground(work, 'known-contacts', () => rememberContacts(work, sources)),
  },
  {
    name: 'handover.follow-contacts',
    due: everyMinutes(60),
    catchUpMinutes: 59,
    run: async (work) => inBackground(work, 'handover-contacts', () => followContacts(work, sources)),
  },
];
