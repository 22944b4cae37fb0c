import type { Id } from '../../contract/page.ts';
import { required } from '../../kernel/problem.ts';
import { firstRow } from '../../kernel/rows.ts';
import { personOf, type Work } from '../../kernel/work.ts';
import { departmentsBelow, membersOf, readOrg } from '../org/index.ts';
import { digests, type DigestRecord } from './store.ts';

/** May the actor read this department's digests? Its members and those below it may, and whoever's scope covers all of its people. */
export const mayReadDigests = async (work: Work, departmentId: Id): Promise<boolean> => {
  const { scope } = work.actor;
  if (scope.all) return true;
  const { chart } = await readOrg(work);
  const members = membersOf(chart, departmentsBelow(chart, [departmentId]));
  if (members.has(personOf(work))) return true;
  if (members.size === 0) return false;
  const visible = new Set(scope.people);
  return [...members].every((id) => visible.has(id));
};

/** Departments that have digests the actor may read. */
export const readableDepartments = async (work: Work): Promise<Id[]> => {
  const rows = await work.db(digests.name).distinct<{ id: Id }[]>({ id: 'department_id' });
  const ids = rows.map((row) => String(row.id));
  const readable = await Promise.all(ids.map((id) => mayReadDigests(work, id)));
  return ids.filter((_, index) => readable[index]);
};

/** A digest the actor may read; any other does not exist for them. */
export const getReadableDigest = async (work: Work, id: Id): Promise<DigestRecord> => {
  const digest = required(await findDigest(work, id));
  return required((await mayReadDigests(work, digest.departmentId)) ? digest : null);
};

export const findDigest = (work: Pick<Work, 'db'>, id: Id): Promise<DigestRecord | undefined> =>
  firstRow(digests, work.db(digests.name).where({ id }));
