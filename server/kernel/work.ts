import type { Knex } from 'knex';
import type { GrantedPermission } from '../contract/permissions.ts';
import type { Id } from '../contract/page.ts';
import type { Surface } from '../contract/subject.ts';
import type { Calendar } from './calendar.ts';
import type { Clock } from './clock.ts';
import type { EventRegistry } from './event.ts';
import type { NextId } from './id.ts';
import type { Logger } from './log.ts';

/** Whose records an actor may see, resolved to people. */
export type ResolvedScope = { all: true } | { all: false; people: readonly Id[] };

/** Who acts. The system acts without a person and sees everything; jobs and reactions run as it. */
export interface Actor {
  /** Null for the system. */
  personId: Id | null;
  name: string;
  /** Where the person belongs; what they create belongs there too. */
  departmentId: Id | null;
  surface: Surface;
  permissions: ReadonlySet<GrantedPermission>;
  scope: ResolvedScope;
  /** Records shared with this person explicitly, by kind. */
  shares: ReadonlyMap<string, readonly Id[]>;
}

/** What does not change between requests. */
export interface Kernel {
  db: Knex;
  clock: Clock;
  calendar: Calendar;
  nextId: NextId;
  log: Logger;
  events: EventRegistry;
  /** Called after a commit that left something in the outbox. */
  nudge: () => void;
  /** Name of a person, for sentences about who changed what. */
  nameOf: (work: Work, personId: Id) => Promise<string | null>;
}

/** First parameter of every command and query: who, where to, and when. Inside a command `db` is its transaction. */
export interface Work extends Kernel {
  actor: Actor;
}

export const systemActor = (surface: Surface = 'job'): Actor => ({
  personId: null,
  name: '系统',
  departmentId: null,
  surface,
  permissions: new Set(),
  scope: { all: true },
  shares: new Map(),
});

export const systemWork = (kernel: Kernel, surface: Surface = 'job'): Work => ({
  ...kernel,
  actor: systemActor(surface),
});

/** The acting person's id; a fault when the system acts where a person must. */
export const personOf = (work: Work): Id => {
  if (work.actor.personId === null) throw new Error('This needs a person, not the system.');
  return work.actor.personId;
};
