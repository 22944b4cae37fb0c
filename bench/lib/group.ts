import type { Knex } from 'knex';
import { withoutIndexes } from './indexes.ts';

/**
 * A group of companies for the unlucky shapes: 10,000 people in 50 teams of 200 and two divisions of 25 teams, in a tree of 1,453 departments.
 * One team owns nothing but the oldest customers, and `rareRows` rows carry values nobody else has.
 */
const teams = 50;
const team = 200;
const groupsPerTeam = 28;
const staleTeam = 25;

/** Who looks at the lists. */
export const viewers = {
  /** Leads 200 people whose customers are spread over everything. */
  leader: String(1 + 2 * team),
  /** Leads 200 people who own only old customers. */
  stale: String(1 + (staleTeam - 1) * team),
  /** Leads 5,000 people. */
  boss: String(teams * team + 1),
  /** One of the 200 with old customers only. */
  staleMember: String(2 + (staleTeam - 1) * team),
};

/** Values of the few rows, as the list's query names them. */
export const rare = {
  kind: 'government',
  level: 'd',
  industryId: '999',
  sourceId: '999',
  region: '650000',
  word: '雪豹',
};
const rareRows = 30;

/** Fills customers, a quarter as many opportunities, and search terms of both. Real names have some thirty terms, these have one. */
export const fillGroup = async (db: Knex, customers: number): Promise<void> => {
  await fillOrganisation(db);
  await withoutIndexes(db, 'customers', () => inChunks(customers, (range) => db.raw(customerRows(range, customers))));
  const deals = customers / 4;
  await withoutIndexes(db, 'opportunities', () => inChunks(deals, (range) => db.raw(opportunityRows(range, deals))));
  await withoutIndexes(db, 'search_terms', async () => {
    for (const [kind, count] of [
      ['customer', customers],
      ['opportunity', deals],
    ] as const)
      await inChunks(count, (range) =>
        db.raw(
          `insert into search_terms (kind, subject_id, term) select '${kind}', seq, if(${isRare(count)}, '${rare.word}', concat('华', seq mod 1000)) from ${range}`,
        ),
      );
  });
  await db.raw('analyze table customers, opportunities, search_terms');
};

const fillOrganisation = async (db: Knex): Promise<void> => {
  const at = "'2026-01-01', '2026-01-01'";
  const departments = 3 + teams * (1 + groupsPerTeam);
  await db.raw(`insert into departments (id, platform_key, parent_id, name, position, created_at, updated_at)
    select seq, concat('d', seq), case when seq = 1 then null when seq <= 3 then 1
      when seq <= ${3 + teams} then 2 + (seq - 4) div ${teams / 2} else 4 + (seq - ${4 + teams}) div ${groupsPerTeam} end,
      concat('部门', seq), 0, ${at} from seq_1_to_${departments}`);
  const home = `if((seq - 1) mod ${team} = 0, 4 + (seq - 1) div ${team}, ${4 + teams} + ((seq - 1) div ${team}) * ${groupsPerTeam} + (seq - 1) mod ${groupsPerTeam})`;
  const people = teams * team;
  const department = `if(seq > ${people}, seq - ${people - 1}, ${home})`;
  await db.raw(`insert into people (id, account, name, state, main_department_id, created_at, updated_at)
    select seq, concat('u', seq), concat('员工', seq), 'active', ${department}, ${at} from seq_1_to_${people + 2}`);
  await db.raw(`insert into person_departments (person_id, department_id, leads)
    select seq, ${department}, seq > ${people} or (seq - 1) mod ${team} = 0 from seq_1_to_${people + 2}`);
};

const inChunks = async (rows: number, fill: (range: string) => Promise<unknown>): Promise<void> => {
  const chunk = 500_000;
  for (let start = 1; start <= rows; start += chunk) {
    const end = Math.min(rows, start + chunk - 1);
    await fill(`seq_${start}_to_${end}`);
    console.error(`  ${end} of ${rows} rows`);
  }
};

const isRare = (rows: number): string => `seq mod ${Math.floor(rows / rareRows)} = 7`;
/** The oldest 2 % belong to the stale team, everything else to everybody else. */
const ownerOf = (rows: number): string => {
  const first = (staleTeam - 1) * team;
  const others = teams * team - team;
  const place = `1 + (seq * 7919) mod ${others}`;
  return `if(seq <= ${rows / 50}, ${first + 1} + seq mod ${team}, if(${place} <= ${first}, ${place}, ${place} + ${team}))`;
};
/** Three years, the last row an hour ago. */
const momentOf = (rank: string, rows: number): string =>
  `date_sub(utc_timestamp(3), interval 3600 + floor((${rows} - ${rank}) * ${94_608_000 / rows}) second)`;
const shuffled = (rows: number): string => `(seq * 104729) mod ${rows}`;

const customerRows = (range: string, rows: number): string =>
  `insert into customers (id, name, name_key, kind, level, industry_id, source_id, region, owner_id, owner_department_id,
     last_contact_at, next_contact_at, touched_at, open_amount, version, created_at, updated_at)
   select seq, concat(if(rare, '${rare.word}', '华'), seq mod 1000, '客户', seq, '有限公司'), concat('华客户', seq),
     if(rare, '${rare.kind}', if(seq mod 10 = 3, 'agent', 'customer')),
     if(rare, '${rare.level}', elt(1 + seq mod 20, 'a', 'b', 'b', 'b', 'b', 'b', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c')),
     if(rare, ${rare.industryId}, 1 + (seq div 7) mod 20), if(rare, ${rare.sourceId}, 1 + (seq div 3) mod 8),
     if(rare, '${rare.region}', elt(1 + seq mod 4, '440100', '310100', '110100', '330100')),
     owner, 3 + owner div ${team}, ${momentOf('seq', rows)}, if(seq mod 5 < 2, ${momentOf(shuffled(rows), rows)}, null),
     ${momentOf('seq', rows)}, 0, 1, ${momentOf(shuffled(rows), rows)}, ${momentOf('seq', rows)}
   from (select seq, ${isRare(rows)} as rare, ${ownerOf(rows)} as owner from ${range}) as made`;

const opportunityRows = (range: string, rows: number): string =>
  `insert into opportunities (id, name, customer_id, owner_id, state, stage, stage_entered_at, amount, likelihood, expected_close_on, closed_on,
     facts, last_contact_at, touched_at, version, created_at, updated_at)
   select seq, concat(if(rare, '${rare.word}', '华'), seq mod 1000, '项目'), seq * 4, owner,
     elt(1 + seq mod 5, 'open', 'open', 'open', 'won', 'lost'),
     if(rare, 'negotiation', elt(1 + seq mod 4, 'first_contact', 'needs', 'planning', 'survey')), ${momentOf('seq', rows)},
     (seq * 7907) mod 100000000, 50, date(${momentOf(shuffled(rows), rows)}), if(seq mod 5 < 3, null, date(${momentOf(shuffled(rows), rows)})),
     '{}', ${momentOf('seq', rows)}, ${momentOf('seq', rows)}, 1, ${momentOf(shuffled(rows), rows)}, ${momentOf('seq', rows)}
   from (select seq, ${isRare(rows)} as rare, ${ownerOf(rows)} as owner from ${range}) as made`;
