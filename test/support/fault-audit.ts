import type { Knex } from 'knex';
import type { Stage } from './processes-stage.ts';
import type { Writer } from './fault-writers.ts';

/** What became of what people wrote. Every count but the first should be zero. */
export interface WriteAudit {
  acknowledged: number;
  /** Acknowledged, but not there. */
  lost: number;
  /** There more than once. */
  doubled: number;
  /** Events without their row, rows without their event, or with more than one. */
  unpaired: number;
}

/** Compares what writers were told with what is in the tables. */
export async function auditWrites(
  db: Knex,
  writers: { logging: readonly Writer[]; commenting: readonly Writer[] },
): Promise<WriteAudit> {
  const parts = [
    await auditTable(db, writers.logging, { table: 'follow_ups', column: 'content' }),
    await auditTable(db, writers.commenting, { table: 'follow_up_comments', column: 'text' }),
  ];
  const sum = (name: keyof (typeof parts)[number]): number => parts.reduce((total, part) => total + part[name], 0);
  return {
    acknowledged: sum('acknowledged'),
    lost: sum('lost'),
    doubled: sum('doubled'),
    unpaired: await countUnpaired(db),
  };
}

interface Counted {
  text: string;
  times: number | string;
}

async function auditTable(db: Knex, writers: readonly Writer[], { table, column }: { table: string; column: string }) {
  const rows: Counted[] = await db(table).groupBy(column).select(`${column} as text`, db.raw('count(*) as times'));
  const times = new Map(rows.map((row) => [row.text, Number(row.times)]));
  const submissions = writers.flatMap((writer) => [...writer.submissions]);
  const acknowledged = submissions.filter(({ id }) => id !== null);
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter(({ text }) => !times.has(text)).length,
    doubled: submissions.filter(({ text }) => (times.get(text) ?? 0) > 1).length,
  };
}

const pairs = [
  { table: 'follow_ups', event: 'follow_up.logged' },
  { table: 'customers', event: 'customer.created' },
  { table: 'digests', event: 'digest.made' },
];

/** A row and the event that tells of it are written together or not at all. */
async function countUnpaired(db: Knex): Promise<number> {
  let total = 0;
  for (const { table, event } of pairs) {
    const made = db('events')
      .where({ name: event })
      .groupBy('subject_id')
      .select('subject_id', { times: db.raw('count(*)') });
    const [rows, told] = [
      new Set((await db(table).select<{ id: string }[]>('id')).map(({ id }) => id)),
      new Map(
        ((await made) as { subject_id: string; times: number }[]).map((row) => [row.subject_id, Number(row.times)]),
      ),
    ];
    total +=
      [...rows].filter((id) => told.get(id) !== 1).length + [...told.keys()].filter((id) => !rows.has(id)).length;
  }
  return total;
}

/** What still waits in the outbox and the inbox. */
export async function countPending(db: Knex): Promise<number> {
  const [outbox] = await db('outbox').count<{ n: number }[]>({ n: '*' });
  const [inbox] = await db('inbox').whereNull('handled_at').count<{ n: number }[]>({ n: '*' });
  return Number(outbox?.n) + Number(inbox?.n);
}

/** Every text in these people's conversation with the app and in these groups, however often it stands there. */
export async function readChatTexts(
  { control }: Stage,
  places: readonly { conversationId: string; userid: string }[],
): Promise<string[]> {
  const pages = await Promise.all(
    places.map(({ conversationId, userid }) => control.allMessagesOf(conversationId, userid)),
  );
  return pages.flat().map(({ content }) => ('text' in content ? content.text : JSON.stringify(content)));
}
