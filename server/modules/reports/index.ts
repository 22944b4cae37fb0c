import type { Module } from '../../kernel/module.ts';
import { reportEvents } from './events.ts';
import type { ReadWebhook } from './commands/bind-group.ts';
import { digestJob } from './make-digests.ts';
import { reportRoutes } from './routes.ts';

export { rememberRobotChat } from './commands/remember-robot-chat.ts';
export { headlineOf, isQuiet, type DigestFacts } from './digest.ts';
export { findDigest } from './digest-access.ts';
export * from './events.ts';
export { findGroup } from './group-access.ts';
export { activeGroupsOf } from './groups.ts';
export { loadPicture } from './picture/picture-store.ts';
export type { DigestRecord, GroupRecord } from './store.ts';

/** Groups bound to departments, and the digests they get. */
export const reportsModule = (options: { readWebhook: ReadWebhook; dataDir: string }): Module => ({
  routes: reportRoutes(options.readWebhook, options.dataDir),
  events: reportEvents,
  reactions: [],
  jobs: [digestJob],
});
