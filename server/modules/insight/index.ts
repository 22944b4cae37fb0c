import { getWorkbench, searchEverything } from '../../contract/insight.ts';
import type { Module } from '../../kernel/module.ts';
import { serve } from '../../kernel/route.ts';
import { search } from './search.ts';
import { readWorkbench } from './workbench.ts';

/** Read models over all tables: the first screen and the search over everything. Writes nothing; nobody imports it. */
export const insightModule: Module = {
  routes: [
    serve(getWorkbench, (work, { query }) => readWorkbench(work, query)),
    serve(searchEverything, (work, { query }) => search(work, query.keyword)),
  ],
  events: [],
  reactions: [],
  jobs: [],
};
