import type { Knex } from 'knex';
import { withoutIndexes } from './indexes.ts';

export interface CustomerData {
  customers: number;
  people: number;
  /** Each leader leads one department of this many people. */
  team: number;
  /** Between two new customers; default one. */
  secondsApart?: number;
}

/** The person who leads the n-th team. */
export const leaderOf = (n: number, { team }: CustomerData): string => String(1 + (n - 1) * team);

/** A company of departments with one leader each, and customers spread evenly over everybody, generated inside the database. */
export const fillCustomers = async (
  db: Knex,
  { customers, people, team, secondsApart = 1 }: CustomerData,
): Promise<void> => {
  const departments = Math.ceil(people / team);
  const at = "'2026-01-01 00:00:00.000'";
  await db.raw(`insert into departments (id, platform_key, parent_id, name, position, created_at, updated_at)
    select seq, concat('d', seq), if(seq = 1, null, 1), concat('部门', seq), 0, ${at}, ${at} from seq_1_to_${departments + 1}`);
  await db.raw(`insert into people (id, account, name, state, main_department_id, created_at, updated_at)
    select seq, concat('u', seq), concat('员工', seq), 'active', 2 + (seq - 1) div ${team}, ${at}, ${at} from seq_1_to_${people}`);
  await db.raw(`insert into person_departments (person_id, department_id, leads)
    select seq, 2 + (seq - 1) div ${team}, (seq - 1) mod ${team} = 0 from seq_1_to_${people}`);
  await withoutIndexes(db, 'customers', async () => {
    const chunk = 200_000;
    for (let start = 1; start <= customers; start += chunk) {
      const end = Math.min(customers, start + chunk - 1);
      await db.raw(`insert into customers (id, name, name_key, kind, level, owner_id, owner_department_id, touched_at, version, created_at, updated_at)
        select seq, concat('客户', seq, '有限公司'), concat('客户', seq), 'customer', elt(1 + seq mod 4, 'a', 'b', 'c', 'd'),
          1 + (seq * 7919) mod ${people}, 2 + ((seq * 7919) mod ${people}) div ${team},
          '2026-01-01' + interval seq * ${secondsApart} second, 1, '2026-01-01' + interval seq * ${secondsApart} second, '2026-01-01' + interval seq * ${secondsApart} second
        from seq_${start}_to_${end}`);
      console.error(`  ${end} customers`);
    }
  });
  await db.raw('analyze table customers');
};
