import * as contract from '../../contract/messages.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { personOf } from '../../kernel/work.ts';
import { resendMessage } from './commands/resend-message.ts';
import { setPreferences } from './commands/set-preferences.ts';
import { readPreferences } from './preferences.ts';
import { listMessages } from './queries.ts';
import { defaultPreferences } from './quiet-hours.ts';

export const messageRoutes: Route[] = [
  serve(contract.listMessages, (work, { query }) => listMessages(work, query)),
  serve(contract.resendMessage, async (work, { params }) => {
    await resendMessage(work, params.id);
    return {};
  }),
  serve(contract.getPreferences, async (work) => {
    const me = personOf(work);
    return (await readPreferences(work, [me])).get(me) ?? defaultPreferences;
  }),
  serve(contract.setPreferences, (work, { body }) => setPreferences(work, body)),
];
