import type { DiffKind, OrgSync } from '../../../contract/org.ts';
import type { Id, Page } from '../../../contract/page.ts';
import { pageById } from '../../../kernel/paging.ts';
import { required } from '../../../kernel/problem.ts';
import { allRows, firstRow } from '../../../kernel/rows.ts';
import type { RowOf } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import { orgSyncChanges, orgSyncs } from '../store.ts';

interface Request {
  cursor?: string | undefined;
  limit: number;
}

export const listSyncs = async (work: Work, request: Request): Promise<Page<OrgSync>> => {
  const page = await pageById(work.db(orgSyncs.name), 'org_syncs.id', request, (rows) => allRows(orgSyncs, rows));
  return { ...page, items: page.items.map(present) };
};

/** One sync with a page of what it changes. */
export const getSync = async (
  work: Work,
  id: Id,
  request: Request & { kind?: DiffKind | undefined },
): Promise<{ sync: OrgSync; changes: Page<{ kind: DiffKind; name: string; detail: string }> }> => {
  const sync = required(await firstRow(orgSyncs, work.db(orgSyncs.name).where({ id })));
  const query = work.db(orgSyncChanges.name).where({ sync_id: id });
  if (request.kind) void query.where({ kind: request.kind });
  const changes = await pageById(query, 'org_sync_changes.id', request, (rows) => allRows(orgSyncChanges, rows));
  return {
    sync: present(sync),
    changes: { ...changes, items: changes.items.map(({ kind, name, detail }) => ({ kind, name, detail })) },
  };
};

const present = (row: RowOf<typeof orgSyncs>): OrgSync => ({
  id: row.id,
  state: row.state,
  dryRun: row.dryRun,
  trigger: row.trigger,
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  progress: { done: row.done, all: row.total, step: row.step },
  counts: row.counts,
  note: row.note,
});
