import { commentOnFollowUp, listDueContacts, listFollowUps, logFollowUp } from '../../contract/activities.ts';
import type { Module } from '../../kernel/module.ts';
import { serve } from '../../kernel/route.ts';
import { commentOnFollowUp as comment } from './commands/comment-on-follow-up.ts';
import { logFollowUp as log } from './commands/log-follow-up.ts';
import { pageOfDueContacts } from './due-contacts.ts';
import { followUpCommented, followUpLogged } from './events.ts';
import { pageOfFollowUps } from './list.ts';

export { logFollowUp } from './commands/log-follow-up.ts';
export { followUpCommented, followUpLogged } from './events.ts';
export { followUps, isFollowUpVisible } from './store.ts';

export const activitiesModule: Module = {
  routes: [
    serve(logFollowUp, (work, { body }) => log(work, body)),
    serve(listFollowUps, (work, { query }) => pageOfFollowUps(work, query)),
    serve(commentOnFollowUp, (work, { params, body }) => comment(work, { ...params, ...body })),
    serve(listDueContacts, (work, { query }) => pageOfDueContacts(work, query)),
  ],
  events: [followUpLogged, followUpCommented],
  reactions: [],
  jobs: [],
};
