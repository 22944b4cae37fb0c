import {
  assignHandover as assignEndpoint,
  getHandover,
  listHandoverObjects,
  listHandovers,
  openHandover,
  undoHandover as undoEndpoint,
} from '../../contract/handover.ts';
import { required } from '../../kernel/problem.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { assignHandover } from './commands/assign-handover.ts';
import { openCase } from './commands/open-case.ts';
import { undoHandover } from './commands/undo-handover.ts';
import { getCaseDetail } from './queries/case-detail.ts';
import { listCaseCustomers } from './queries/case-customers.ts';
import { listCases } from './queries/cases.ts';
import type { HandoverSources } from './sources.ts';

export const handoverRoutes = (sources: HandoverSources): Route[] => [
  serve(listHandovers, (work, { query }) => listCases(work, query)),
  serve(getHandover, (work, { params }) => getCaseDetail(work, sources, params.id)),
  serve(listHandoverObjects, (work, { params, query }) => listCaseCustomers(work, sources, params.id, query)),
  serve(assignEndpoint, async (work, { params, body }) => {
    await assignHandover(work, { caseId: params.id, ...body });
    return { state: 'running' as const };
  }),
  serve(undoEndpoint, async (work, { params }) => {
    await undoHandover(work, { caseId: params.id });
    return { state: 'undoing' as const };
  }),
  serve(openHandover, async (work, { body }) => {
    const id = await openCase(work, sources, { personId: body.personId, reason: 'manual', withContacts: false });
    return { id: required(id, 'handover.nothing') };
  }),
];
