import type { z } from 'zod';
import type { Id } from '../contract/page.ts';
import type { SubjectRef } from '../contract/subject.ts';
import { insertRows } from './bulk.ts';
import { column, encodeRow, table } from './table.ts';
import type { Work } from './work.ts';

/** One field of a record before and after, in raw values; `null` is empty. Texts are for people where raw values are ids or codes. */
export interface Change {
  field: string;
  label: string;
  before: string | number | boolean | null;
  after: string | number | boolean | null;
}

/** A kind of event: its payload, and the Chinese sentence (without the actor) that tells it on a time line. */
export interface EventKind<P = unknown> {
  readonly name: string;
  readonly payload: z.ZodType;
  sentence(payload: P): string;
}
export const eventKind = <P>(name: string, payload: z.ZodType<P>, sentence: (payload: P) => string): EventKind<P> => ({
  name,
  payload,
  sentence,
});

/** An event as it was recorded. */
export interface RecordedEvent<P = unknown> {
  id: Id;
  name: string;
  subject: SubjectRef;
  threadId: Id | null;
  actorId: Id | null;
  surface: string;
  at: Date;
  payload: P;
  changes: Change[];
  reason: string | null;
}

/**
 * Something that happens because an event did, at least once and idempotent by event id.
 * `run` works in a transaction that also removes the outbox row; `perform` may reach outside and opens its own transactions.
 */
export type Reaction<P = unknown> = {
  readonly name: string;
  readonly on: EventKind<P>;
  /** Asked when the event is recorded: an event of which this is false concerns the reaction never, and nothing is queued for it. */
  when?(payload: P): boolean;
} & (
  | { run(work: Work, event: RecordedEvent<P>): Promise<void> }
  | { perform(work: Work, event: RecordedEvent<P>): Promise<void> }
);

/** Ties a reaction to its event with the payload typed. */
export const reaction = <P>(definition: Reaction<P>): Reaction => definition;

/** Every event kind and reaction of the product, by event name. */
export interface EventRegistry {
  kinds: ReadonlyMap<string, EventKind>;
  reactions: ReadonlyMap<string, readonly Reaction[]>;
}
export const eventRegistry = (kinds: readonly EventKind[], reactions: readonly Reaction[]): EventRegistry => {
  const byEvent = new Map<string, Reaction[]>();
  for (const one of reactions) byEvent.set(one.on.name, [...(byEvent.get(one.on.name) ?? []), one]);
  return { kinds: new Map(kinds.map((kind) => [kind.name, kind])), reactions: byEvent };
};

/** Append only: the audit trail, the time line, the source of digests. */
export const events = table('events', {
  id: column.id(),
  name: column.text(),
  subjectKind: column.text(),
  subjectId: column.id(),
  threadId: column.nullable(column.id()),
  actorId: column.nullable(column.id()),
  surface: column.text(),
  at: column.instant(),
  payload: column.json<unknown>(),
  changes: column.json<Change[]>(),
  reason: column.nullable(column.text()),
});

export interface Emission<P> {
  subject: SubjectRef;
  /** The customer on whose 360° time line it appears. */
  threadId?: Id | null;
  payload: P;
  changes?: Change[];
  reason?: string | null;
}

/** Records an event in the command's transaction and queues its reactions. Returns the event's id. */
export const emit = async <P>(work: Work, kind: EventKind<P>, emission: Emission<P>): Promise<Id> => {
  const [id] = await emitMany(work, kind, [emission]);
  return id as Id;
};

/** The same for many rows, a few statements in all. */
export const emitMany = async <P>(work: Work, kind: EventKind<P>, emissions: Emission<P>[]): Promise<Id[]> => {
  const rows = emissions.map((one) => eventRow(work, kind, one));
  await insertRows(
    work.db,
    events.name,
    rows.map((row) => encodeRow(events, row)),
  );
  await queueReactions(work, kind.name, rows);
  return rows.map((row) => row.id);
};

const eventRow = <P>(work: Work, kind: EventKind<P>, one: Emission<P>) => ({
  id: work.nextId(),
  name: kind.name,
  subjectKind: one.subject.kind,
  subjectId: one.subject.id,
  threadId: one.threadId ?? null,
  actorId: work.actor.personId,
  surface: work.actor.surface,
  at: work.clock.now(),
  payload: kind.payload.parse(one.payload),
  changes: one.changes ?? [],
  reason: one.reason ?? null,
});

const queueReactions = async (
  work: Work,
  name: string,
  recorded: readonly { id: Id; payload: unknown }[],
): Promise<void> => {
  const reactions = work.events.reactions.get(name) ?? [];
  const now = work.clock.now();
  const rows = reactions.flatMap((reaction) =>
    recorded
      .filter(({ payload }) => reaction.when?.(payload) ?? true)
      .map(({ id }) => ({ event_id: id, reaction: reaction.name, attempts: 0, due_at: now })),
  );
  if (rows.length === 0) return;
  await insertRows(work.db, 'outbox', rows);
  work.nudge();
};

/** The fields that differ, for `changes`; `labels` names the fields worth telling, `show` turns codes and ids into words. */
export const describeChanges = <R extends object>(
  before: R,
  after: Partial<R>,
  labels: Partial<Record<keyof R & string, string>>,
  show: Partial<Record<keyof R & string, (value: unknown) => string | null>> = {},
): Change[] =>
  (Object.keys(labels) as (keyof R & string)[])
    .filter((field) => after[field] !== undefined && !same(before[field], after[field]))
    .map((field) => ({
      field,
      label: labels[field] ?? field,
      before: word(before[field], show[field]),
      after: word(after[field], show[field]),
    }));

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const word = (value: unknown, show?: (value: unknown) => string | null): Change['before'] => {
  if (value === null || value === undefined) return null;
  if (show) return show(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
};
