import type { Knex } from 'knex';
import { fillCustomers, type CustomerData } from './customers.ts';
import { withoutIndexes } from './indexes.ts';

export interface DigestData extends CustomerData {
  followUps: number;
  opportunities: number;
}

/** A Friday, the last working day of a month: the month's figures span nearly all of it. */
export const digestDay = '2026-10-30';
const yearOfSeconds = 31_536_000;

/** A year of contacts, customers and opportunities, one chat group per department, and the daily rollup a report could keep. */
export const fillDigests = async (db: Knex, size: DigestData): Promise<void> => {
  await fillCustomers(db, { ...size, secondsApart: Math.floor(yearOfSeconds / size.customers) });
  await fillFollowUps(db, size);
  await fillOpportunities(db, size);
  await db.raw(`insert into chat_groups (id, name, kind, department_id, address, active, version, created_at, updated_at)
    select id, concat(name, '群'), 'robot', id, concat('chat', id), 1, 1, created_at, created_at from departments where id > 1`);
  await keepRollup(db);
  await db.raw('analyze table follow_ups, opportunities, bench_rollup');
};

const fillFollowUps = (db: Knex, { followUps, customers, people }: DigestData): Promise<void> =>
  withoutIndexes(db, 'follow_ups', async () => {
    const apart = yearOfSeconds / followUps;
    for (const [start, end] of chunks(followUps, 1_000_000)) {
      await db.raw(`insert into follow_ups (id, customer_id, author_id, kind, content, happened_at, created_at)
        select seq, 1 + (seq * 7919) mod ${customers}, 1 + (seq * 6151) mod ${people}, elt(1 + seq mod 5, 'call', 'visit', 'wechat', 'meeting', 'demo'),
          '沟通了需求和预算', '2025-12-01' + interval seq * ${apart} second, '2025-12-01' + interval seq * ${apart} second
        from seq_${start}_to_${end}`);
      console.error(`  ${end} follow-ups`);
    }
  });

const fillOpportunities = (db: Knex, { opportunities, customers, people, team }: DigestData): Promise<void> =>
  withoutIndexes(db, 'opportunities', async () => {
    const apart = yearOfSeconds / opportunities;
    const owner = `(seq * 6151) mod ${people}`;
    for (const [start, end] of chunks(opportunities, 200_000))
      await db.raw(`insert into opportunities (id, name, customer_id, owner_id, owner_department_id, state, stage, stage_entered_at, amount,
          likelihood, closed_on, facts, touched_at, version, created_at, updated_at)
        select seq, concat('商机', seq), 1 + (seq * 7919) mod ${customers}, 1 + ${owner}, 2 + (${owner}) div ${team}, elt(1 + seq mod 3, 'open', 'won', 'lost'),
          elt(1 + seq mod 9, 'first_contact', 'needs', 'planning', 'survey', 'first_proposal', 'demonstration', 'formal_proposal', 'evaluation', 'negotiation'),
          at, 1000000 + seq mod 977 * 10000, 50, if(seq mod 3 = 0, null, date(at + interval 30 day)), '{}', at, 1, at, at
        from (select seq, '2025-12-01' + interval seq * ${apart} second as at from seq_${start}_to_${end}) numbers`);
  });

/** Contacts by department, business day (eight hours ahead of what is stored) and kind; month by month, so that the groups fit into memory. */
const keepRollup = async (db: Knex): Promise<void> => {
  await db.raw(`create table bench_rollup (department_id bigint not null, day date not null, kind varchar(10) not null, n int not null,
    primary key (department_id, day, kind))`);
  const localTime = 'f.happened_at + interval 8 hour';
  for (let month = 0; month <= 12; month += 1)
    await db.raw(`insert into bench_rollup select p.main_department_id, date(${localTime}), f.kind, count(*)
      from follow_ups f join people p on p.id = f.author_id
      where f.happened_at >= '2025-12-01' - interval 8 hour + interval ${month} month
        and f.happened_at < '2025-12-01' - interval 8 hour + interval ${month + 1} month
      group by 1, 2, 3`);
};

const chunks = function* (count: number, size: number): Generator<[number, number]> {
  for (let start = 1; start <= count; start += size) yield [start, Math.min(count, start + size - 1)];
};
