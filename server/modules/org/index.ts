import type { Module } from '../../kernel/module.ts';
import type { Login } from '../../ports/login.ts';
import type { SyncSource } from './directory-sync/run-sync.ts';
import { orgEvents } from './events.ts';
import { orgJobs } from './jobs.ts';
import { orgReactions } from './reactions.ts';
import { orgRoutes } from './routes.ts';
import { sessionRoutes } from './session-routes.ts';

export { actorOf, authenticate } from './actor.ts';
export { bumpOrgVersion, orgSeenBy, readOrg } from './chart-reader.ts';
export { departmentsBelow, isLeader, membersOf, subordinatesOf } from './chart.ts';
export { cancelSync, confirmSync } from './commands/decide-sync.ts';
export { ensureDefaultRoles } from './commands/ensure-default-roles.ts';
export { openSession, revokeSessions } from './commands/open-session.ts';
export { requestSync } from './commands/request-sync.ts';
export { handleDirectoryEvent } from './directory-sync/directory-event.ts';
export { runActiveSync } from './directory-sync/run-sync.ts';
export * from './events.ts';
export { loginPages } from './login-pages.ts';
export * from './people.ts';
export { maskMobile } from './person.ts';
export { listColleagues } from './queries/people.ts';
export { getSync } from './queries/syncs.ts';
export { setShares, sharedWith } from './shares.ts';

export interface OrgOptions extends SyncSource {
  login: Login;
  publicUrl: string;
}

export const orgModule = ({ login, publicUrl, ...source }: OrgOptions): Module => ({
  routes: [...sessionRoutes(login, publicUrl), ...orgRoutes],
  events: orgEvents,
  reactions: orgReactions(source),
  jobs: orgJobs(source),
});
