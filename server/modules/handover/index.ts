import type { Module } from '../../kernel/module.ts';
import { handoverEvents } from './events.ts';
import { handoverJobs } from './jobs.ts';
import { handoverReactions } from './reactions.ts';
import { handoverRoutes } from './routes.ts';
import type { HandoverSources } from './sources.ts';

export { assignHandover, takeOverHandover } from './commands/assign-handover.ts';
export { undoHandover } from './commands/undo-handover.ts';
export * from './events.ts';
export { describeCase, type DescribedCase } from './queries/describe-case.ts';
export type { HandoverSources } from './sources.ts';

export const handoverModule = (sources: HandoverSources): Module => ({
  routes: handoverRoutes(sources),
  events: handoverEvents,
  reactions: handoverReactions(sources),
  jobs: handoverJobs(sources),
});
