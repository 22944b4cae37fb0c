export { actorOf, authenticate } from './actor.ts';
export { bumpOrgVersion, readOrg } from './chart-reader.ts';
export { departmentsBelow, membersOf, subordinatesOf } from './chart.ts';
export { ensureDefaultRoles } from './commands/ensure-default-roles.ts';
export { openSession, revokeSessions } from './commands/open-session.ts';
export { loginPages } from './login-pages.ts';
export * from './people.ts';
export { sessionRoutes } from './session-routes.ts';
export { setShares, sharedWith } from './shares.ts';
