import type { Id } from '../../../contract/page.ts';
import type { Work } from '../../../kernel/work.ts';
import type { PersonTarget } from '../directory-sync/facts.ts';

interface Row {
  id: Id;
  account: string;
  leaderId: Id | null;
}

/**
 * Sets who reports to whom, in one statement, once everybody who may be named is there. A leader nobody knows (outside the visible
 * range) is none. Returns how many changed.
 */
export const applyLeaders = async (work: Work, targets: readonly PersonTarget[]): Promise<number> => {
  const wanted = targets.flatMap(({ facts }) => facts ?? []);
  const accounts = new Set(
    wanted.flatMap((facts) => [facts.account, ...(facts.directLeader ? [facts.directLeader] : [])]),
  );
  const rows = (await work
    .db('people')
    .select({ id: 'id', account: 'account', leaderId: 'direct_leader_id' })
    .whereIn('account', [...accounts])) as Row[];
  const byAccount = new Map(rows.map((row) => [row.account.toLowerCase(), row]));
  const moves = wanted.flatMap(({ account, directLeader }) => {
    const row = byAccount.get(account);
    const leaderId = directLeader ? (byAccount.get(directLeader)?.id ?? null) : null;
    return row && row.leaderId !== leaderId ? [{ id: row.id, leaderId }] : [];
  });
  if (moves.length === 0) return 0;
  const branches = moves.map(() => 'when ? then ?').join(' ');
  await work
    .db('people')
    .whereIn(
      'id',
      moves.map((one) => one.id),
    )
    .update({
      direct_leader_id: work.db.raw(`case id ${branches} end`, moves.flatMap((one) => [one.id, one.leaderId]) as never),
      updated_at: work.clock.now(),
    });
  return moves.length;
};
