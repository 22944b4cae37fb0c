import { z } from 'zod';

import { disableButtons, replaceCard } from '../chat/card-faces.ts';
import { findMessage, taskKey } from '../chat/post-message.ts';
import { type TemplateCard } from '../control/types.ts';
import { bodyOf, type Call, type Endpoint } from '../http/endpoint.ts';
import { type StoredCard, type StoredMessage } from '../state.ts';
import { type World } from '../world.ts';
import { ensureOwnAgent } from './agent.ts';
import { checkCard, isInteractive } from './card-rules.ts';
import { ensure } from './error.ts';
import { hasMedia } from './messages.ts';
import { resolveRecipients } from './recipients.ts';
import { usableResponseCode } from './response-codes.ts';

/** Reference 7.6, doc 94888. */
export const cardUpdateEndpoints: Endpoint[] = [
  { method: 'POST', path: '/cgi-bin/message/update_template_card', allow: ['agent'], run: update },
];

const request = z.object({
  userids: z.array(z.string()).max(1000).default([]),
  partyids: z.array(z.number()).max(100).default([]),
  tagids: z.array(z.number()).max(100).default([]),
  atall: z.number().int().default(0),
  agentid: z.number().int(),
  response_code: z.string().default(''),
  button: z.object({ replace_name: z.string().min(1) }).optional(),
  template_card: z.unknown().optional(),
});
type Request = z.infer<typeof request>;

function update(call: Call) {
  const { world } = call;
  const body = bodyOf(call, request);
  ensureOwnAgent(body.agentid);
  ensure(body.button || body.template_card, 40058, 'button or template_card missing');
  const code = usableResponseCode(world, body.response_code);
  const message = findMessage(world, code.messageId);
  ensure(message?.card && message.recalledAt === null, 42016, 'task not exist');
  const { targets, strangers } = targetsOf(world, message, body);
  if (body.template_card) {
    replaceCard(
      world,
      message,
      message.card,
      readReplacement(world, message, message.card, body.template_card),
      targets,
    );
  } else if (body.button) {
    ensure(isInteractive(message.card.original.template.card_type), 40058, 'card without buttons');
    disableButtons(world, message, message.card, body.button.replace_name, targets);
  }
  code.used = true;
  return { invaliduser: strangers };
}

function targetsOf(world: World, message: StoredMessage, body: Request): { targets: string[]; strangers: string[] } {
  if (body.atall === 1) return { targets: message.audience, strangers: [] };
  const asked = { users: body.userids, parties: body.partyids.map(String), tags: body.tagids.map(String) };
  ensure(asked.users.length + asked.parties.length + asked.tags.length > 0, 82101, 'update target empty');
  const { userids, invalidUsers } = resolveRecipients(world, asked);
  const targets = userids.filter((userid) => message.audience.includes(userid));
  ensure(targets.length > 0, 82102, 'users did not receive the card');
  const others = userids.filter((userid) => !targets.includes(userid)).map((userid) => userid.toLowerCase());
  return { targets, strangers: [...invalidUsers, ...others] };
}

/** A replacement without a task_id goes on under the one it replaces; a new one must be free. */
export function readReplacement(world: World, message: StoredMessage, card: StoredCard, input: unknown): TemplateCard {
  const template = checkCard(input, { origin: card.origin, isUpdate: true, hasMedia: (id) => hasMedia(world, id) });
  const taskId = template.task_id ?? card.original.template.task_id;
  const holder = taskId && world.state.taskIds[taskKey(card.origin, taskId)];
  ensure(!holder || holder === message.id, 42014, 'task_id already used');
  return taskId ? { ...template, task_id: taskId } : template;
}
