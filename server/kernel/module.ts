import type { EventKind, Reaction } from './event.ts';
import type { Route } from './route.ts';
import type { Job } from './schedule.ts';

/** What a capability contributes to the running product. */
export interface Module {
  routes: readonly Route[];
  events: readonly EventKind[];
  reactions: readonly Reaction[];
  jobs: readonly Job[];
}
