import type { Module } from '../../kernel/module.ts';
import { opportunityEvents } from './events.ts';
import { opportunityRoutes } from './routes.ts';

export { createOpportunity, type NewOpportunity } from './commands/create-opportunity.ts';
export { importOpportunities } from './commands/import-opportunities.ts';
export { touchOpportunity, type OpportunityTouch } from './commands/touch-opportunity.ts';
export * from './events.ts';
export { readFunnel, type Funnel } from './queries/funnel.ts';
export { searchOpportunities } from './queries/list.ts';
export { isOpportunityVisible, opportunityNames } from './queries/subject.ts';
export { getVisibleOpportunity, opportunities, type OpportunityRecord } from './store.ts';
export { approvableOpportunity, ownableOpportunities } from './subjects.ts';

export const opportunitiesModule: Module = {
  routes: opportunityRoutes,
  events: opportunityEvents,
  reactions: [],
  jobs: [],
};
