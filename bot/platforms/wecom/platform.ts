import { type ChatPlatform } from '../../../server/ports/platform.ts';
import { createChat } from './chat.ts';
import { createClient } from './client.ts';
import { type WecomConfig, type WecomDeps } from './config.ts';
import { createDirectory } from './directory.ts';
import { createExternalContacts } from './external-contacts.ts';
import { createCallbackReceiver } from './inbound.ts';
import { createLogin } from './login.ts';
import { createRobot } from './robot.ts';

/** WeCom behind the product's ports. Holds no state that another process would miss: tokens and tickets live in `deps.secrets`. */
export function createWecomPlatform(config: WecomConfig, deps: WecomDeps): ChatPlatform {
  const client = createClient(config, deps);
  const robot = config.aibot && createRobot(config.aibot, config, deps);
  return {
    name: 'wecom',
    chat: createChat(client, robot, config, deps),
    directory: createDirectory(client, config.contacts !== null),
    login: createLogin(client, config, deps),
    callbacks: createCallbackReceiver(config, deps),
    externalContacts: createExternalContacts(client),
    robot,
  };
}
