import type { OutputOf } from '../../../contract/endpoint.ts';
import type { listHandoverObjects } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import type { Work } from '../../../kernel/work.ts';
import { personRefs } from '../../org/index.ts';
import type { HandoverSources } from '../sources.ts';
import type { HandoverCase } from '../store.ts';
import { capped, idCursor, pageOfMovedCustomers } from './items.ts';
import { getCase } from './standing.ts';

type CustomerPage = OutputOf<typeof listHandoverObjects>;
interface Request {
  cursor?: string | undefined;
  limit: number;
}

/** The customers of a case: the leaver's before it starts, those that have moved afterwards. */
export const listCaseCustomers = async (
  work: Work,
  sources: HandoverSources,
  caseId: Id,
  request: Request,
): Promise<CustomerPage> => {
  const { one } = await getCase(work, caseId, { lock: false });
  return one.state === 'open' ? listOwned(work, sources, one, request) : listMoved(work, one, request);
};

const listOwned = async (
  work: Work,
  { ownables }: HandoverSources,
  one: HandoverCase,
  request: Request,
): Promise<CustomerPage> => {
  const customers = ownables.find((ownable) => ownable.kind === 'customer');
  if (!customers) return { items: [], nextCursor: null, total: null };
  const after = request.cursor ? idCursor(request.cursor) : null;
  const rows = await customers.list(work, one.personId, after, request.limit + 1);
  const total = after ? null : capped((await customers.count(work, one.personId)).count);
  const shown = rows.slice(0, request.limit);
  return {
    items: shown.map((row) => ({
      id: row.id,
      name: row.name,
      level: row.level,
      openAmount: row.amount ?? 0,
      opportunities: row.openOpportunities,
      receiver: null,
      undone: false,
    })),
    nextCursor: rows.length > request.limit ? (shown.at(-1)?.id ?? null) : null,
    total,
  };
};

const listMoved = async (work: Work, one: HandoverCase, request: Request): Promise<CustomerPage> => {
  const page = await pageOfMovedCustomers(work, one, request);
  const people = await personRefs(
    work,
    page.items.map((item) => item.toId),
  );
  return {
    ...page,
    items: page.items.map((item) => ({
      id: item.objectId,
      name: item.name,
      level: item.level,
      openAmount: item.amount ?? 0,
      opportunities: item.openOpportunities,
      receiver: people.get(item.toId) ?? null,
      undone: item.state === 'returned',
    })),
  };
};
