import { type Endpoint } from '../http/endpoint.ts';
import { agentEndpoints } from './agent.ts';
import { appchatEndpoints } from './appchat.ts';
import { cardUpdateEndpoints } from './card-updates.ts';
import { customerGroupEndpoints } from './customer-groups.ts';
import { departmentEndpoints } from './departments.ts';
import { directoryWriteEndpoints } from './directory-writes.ts';
import { externalContactEndpoints } from './external-contacts.ts';
import { mediaEndpoints } from './media.ts';
import { memberEndpoints } from './members.ts';
import { menuEndpoints } from './menu.ts';
import { messageEndpoints } from './messages.ts';
import { oauthEndpoints } from './oauth.ts';
import { ticketEndpoints } from './tickets.ts';
import { tokenEndpoints } from './tokens.ts';
import { transferEndpoints } from './transfers.ts';
import { webhookEndpoints } from './webhook.ts';

export const platformEndpoints: Endpoint[] = [
  ...tokenEndpoints,
  ...oauthEndpoints,
  ...ticketEndpoints,
  ...agentEndpoints,
  ...departmentEndpoints,
  ...memberEndpoints,
  ...directoryWriteEndpoints,
  ...messageEndpoints,
  ...cardUpdateEndpoints,
  ...appchatEndpoints,
  ...webhookEndpoints,
  ...mediaEndpoints,
  ...menuEndpoints,
  ...externalContactEndpoints,
  ...transferEndpoints,
  ...customerGroupEndpoints,
];
