import { type ChatPlatform } from '../../../server/ports/platform.ts';
import { createChat } from './chat.ts';
import { WecomClient } from './client.ts';
import { officialUrls, type WecomConfig, type WecomDeps } from './config.ts';
import { createDirectory } from './directory.ts';
import { createExternalContacts } from './external-contacts.ts';
import { WecomCallbacks } from './inbound.ts';
import { createLogin } from './login.ts';
import { WecomRobot } from './robot.ts';

/** WeCom behind the product's ports. Holds no state that another process would miss: tokens and tickets live in `deps.secrets`. */
export function createWecomPlatform(config: WecomConfig, deps: WecomDeps): ChatPlatform {
  const client = new WecomClient(config, deps);
  const robot = config.aibot && new WecomRobot(config.aibot, config.aibotUrl ?? officialUrls.aibot, deps);
  return {
    name: 'wecom',
    chat: createChat(client, robot, config, deps),
    directory: createDirectory(client, config.contacts !== null),
    login: createLogin(client, config, deps),
    callbacks: new WecomCallbacks(config, deps),
    externalContacts: createExternalContacts(client),
    robot,
  };
}
