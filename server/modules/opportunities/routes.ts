import * as contract from '../../contract/opportunities.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { createOpportunity } from './commands/create-opportunity.ts';
import { deleteOpportunity } from './commands/delete-opportunity.ts';
import { loseOpportunity } from './commands/lose-opportunity.ts';
import { moveStage } from './commands/move-stage.ts';
import { reopenOpportunity } from './commands/reopen-opportunity.ts';
import { restoreOpportunity } from './commands/restore-opportunity.ts';
import { updateOpportunity } from './commands/update-opportunity.ts';
import { winOpportunity } from './commands/win-opportunity.ts';
import { getOpportunity } from './queries/detail.ts';
import { readFunnel } from './queries/funnel.ts';
import { pageOfOpportunities } from './queries/list.ts';
import { opportunityTimeline } from './queries/timeline.ts';

export const opportunityRoutes: Route[] = [
  serve(contract.listOpportunities, (work, { query }) => pageOfOpportunities(work, query)),
  serve(contract.createOpportunity, async (work, { body }) => ({ id: await createOpportunity(work, body) })),
  serve(contract.getOpportunity, (work, { params }) => getOpportunity(work, params.id)),
  serve(contract.getOpportunityTimeline, (work, { params, query }) => opportunityTimeline(work, params.id, query)),
  serve(contract.updateOpportunity, async (work, { params, body }) => ({
    version: await updateOpportunity(work, params.id, body),
  })),
  serve(contract.moveStage, async (work, { params, body }) => ({ version: await moveStage(work, params.id, body) })),
  serve(contract.winOpportunity, (work, { params, body }) => winOpportunity(work, params.id, body)),
  serve(contract.loseOpportunity, async (work, { params, body }) => ({
    version: await loseOpportunity(work, params.id, body),
  })),
  serve(contract.reopenOpportunity, async (work, { params, body }) => ({
    version: await reopenOpportunity(work, params.id, body),
  })),
  serve(contract.deleteOpportunity, async (work, { params }) => {
    await deleteOpportunity(work, params.id);
    return {};
  }),
  serve(contract.restoreOpportunity, async (work, { params }) => {
    await restoreOpportunity(work, params.id);
    return {};
  }),
  serve(contract.getFunnel, (work, { query }) => readFunnel(work, query)),
];
