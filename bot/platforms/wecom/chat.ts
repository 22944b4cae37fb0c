import { ChatError, type Chat, type ChatTarget } from '../../../server/ports/chat.ts';
import { createOpenUrl } from './cards.ts';
import { type WecomClient } from './client.ts';
import { officialUrls, type WecomConfig, type WecomDeps } from './config.ts';
import { chatLimits } from './limits.ts';
import { type WecomRobot } from './robot.ts';
import { sendToPerson } from './sending/to-person.ts';
import { sendToRobotChat, updateRobotCard } from './sending/to-robot.ts';
import { plainWebhookAddress, sendToWebhook } from './sending/to-webhook.ts';
import { updatePersonCard } from './sending/update-person-card.ts';

/** Which of the platform's three ways out a target takes; each has its own limits and abilities. */
export function createChat(client: WecomClient, robot: WecomRobot | null, config: WecomConfig, deps: WecomDeps): Chat {
  const openUrl = createOpenUrl(config.publicUrl);
  const app = { client, config, secrets: deps.secrets, openUrl };
  const webhooks = { client, apiUrl: config.apiUrl ?? officialUrls.api, openUrl };

  return {
    limits: chatLimits,
    hasRobot: robot !== null,
    webhookAddress: (text) => plainWebhookAddress(text, webhooks.apiUrl),
    send: async (target, content, options) => {
      switch (target.kind) {
        case 'person':
          return sendToPerson(app, target.account, content, options?.duplicateKey);
        case 'webhook':
          return sendToWebhook(webhooks, target.address, content);
        case 'robot':
          return sendToRobotChat(ensureRobot(robot), openUrl, target.chatId, content);
      }
    },
    updateCard: async (target, handle, card, press) => {
      switch (target.kind) {
        case 'person':
          return updatePersonCard(app, target.account, handle, card, press);
        case 'webhook':
          throw notUpdatable(target);
        case 'robot':
          return updateRobotCard(ensureRobot(robot), openUrl, card, press);
      }
    },
  };
}

function ensureRobot(robot: WecomRobot | null): WecomRobot {
  if (robot) return robot;
  throw new ChatError('misconfigured', 'no_robot', 'no smart robot is configured');
}

function notUpdatable(target: ChatTarget): ChatError {
  return new ChatError('rejected', 'not_updatable', `a card sent to a ${target.kind} stays as it is`);
}
