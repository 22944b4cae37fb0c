import { createHash } from 'node:crypto';
import { z } from 'zod';

import { newCard, postMessage, taskKey } from '../chat/post-message.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts';
import { bodyOf, type Call, type Endpoint, jsonOf } from '../http/endpoint.ts';
import { type StoredMessage } from '../state.ts';
import { type World } from '../world.ts';
import { ensureOwnAgent } from './agent.ts';
import { checkCard, isInteractive } from './card-rules.ts';
import { ensure } from './error.ts';
import { usableMedia } from './media-store.ts';
import { readContent } from './message-content.ts';
import { type Asked, ensureAskedFits, resolveRecipients } from './recipients.ts';
import { recall } from './recall.ts';
import { issueResponseCode } from './response-codes.ts';

/** Reference 7.1, doc 90236. Sending does not count in the base frequency. */
export const messageEndpoints: Endpoint[] = [
  { method: 'POST', path: '/cgi-bin/message/send', allow: ['agent'], isUnlimited: true, run: send },
  { method: 'POST', path: '/cgi-bin/message/recall', allow: ['agent'], run: recall },
];

const envelope = z.object({
  touser: z.string().default(''),
  toparty: z.string().default(''),
  totag: z.string().default(''),
  msgtype: z.string().default(''),
  agentid: z.number().int().optional(),
  safe: z.number().int().optional(),
  enable_duplicate_check: z.number().int().default(0),
  duplicate_check_interval: z.number().int().min(1).max(14_400).default(1800),
});

function send(call: Call) {
  const { world } = call;
  const body = bodyOf(call, envelope);
  ensure(body.agentid !== undefined, 40056, 'invalid agentid: it must be a number');
  ensureOwnAgent(body.agentid);
  const asked = askedIn(body);
  ensureAskedFits(asked);
  const { userids, ...invalid } = resolveRecipients(world, asked);
  ensure(userids.length > 0, 81013);
  const answer = {
    invaliduser: invalid.invalidUsers.join('|'),
    invalidparty: invalid.invalidParties.join('|'),
    invalidtag: invalid.invalidTags.join('|'),
    unlicenseduser: '',
  };
  const digest = body.enable_duplicate_check === 1 ? digestOf(call) : null;
  if (digest !== null && isRepeated(world, digest, body.duplicate_check_interval * SECOND)) {
    world.journal.counters.duplicates++;
    return { ...answer, msgid: `dup${world.clock.now().toString(36)}` };
  }
  const draft = readDraft(call, body.msgtype);
  ensure(!isOverDailyQuota(world, userids.length), 45009);
  const message = deliver(world, draft, userids);
  if (digest !== null) world.state.sentBodies[digest] = message.at;
  return { ...answer, msgid: message.id, ...responseCodeFor(world, message) };
}

function askedIn({ touser, toparty, totag }: z.infer<typeof envelope>): Asked {
  const split = (text: string) => text.split('|').filter((each) => each !== '');
  return touser === '@all'
    ? { users: 'all', parties: [], tags: [] }
    : { users: split(touser), parties: split(toparty), tags: split(totag) };
}

type Draft = Pick<StoredMessage, 'content' | 'card'>;

function readDraft(call: Call, msgtype: string): Draft {
  const fields = jsonOf(call) as Record<string, unknown>;
  if (msgtype !== 'template_card') return { content: readContent(call.world, msgtype, fields[msgtype]), card: null };
  const template = checkCard(fields.template_card, {
    origin: 'app',
    isUpdate: false,
    hasMedia: (id) => hasMedia(call.world, id),
  });
  const isTaken = template.task_id && call.world.state.taskIds[taskKey('app', template.task_id)];
  ensure(!isTaken, 42014, 'task_id already used');
  return { content: { kind: 'card' }, card: newCard('app', template) };
}

export function hasMedia(world: World, id: string): boolean {
  try {
    usableMedia(world, id);
    return true;
  } catch {
    return false;
  }
}

/** Only a request that was delivered counts as sent. */
function isRepeated({ state, clock }: World, digest: string, withinMs: number): boolean {
  const age = clock.now() - (state.sentBodies[digest] ?? -Infinity);
  return age >= 0 && age < withinMs;
}

function digestOf(call: Call): string {
  const canonical = JSON.stringify(jsonOf(call));
  return createHash('sha256').update(canonical).digest('hex');
}

function isOverDailyQuota(world: World, recipients: number): boolean {
  const { settings, company } = world.state;
  return settings.frequencyLimits && !world.frequency.take('send/day', company.people.length * 200, DAY, recipients);
}

/** 30 a minute and 1000 an hour per member; what is over is lost without a word. Members not activated see nothing. */
function deliver(world: World, { content, card }: Draft, userids: string[]): StoredMessage {
  const { settings, company } = world.state;
  const sleeping = new Set(company.people.filter((each) => each.status === 4).map((each) => each.userid));
  const audience = userids.filter(
    (userid) =>
      !settings.frequencyLimits ||
      (world.frequency.take(`send/${userid}/minute`, 30, MINUTE) &&
        world.frequency.take(`send/${userid}/hour`, 1000, HOUR)),
  );
  world.journal.counters.sent += audience.length;
  world.journal.counters.dropped += userids.length - audience.length;
  const seen = audience.filter((userid) => !sleeping.has(userid));
  return postMessage(world, { place: { kind: 'app' }, sender: { kind: 'app' }, content, audience: seen }, card);
}

function responseCodeFor(world: World, message: StoredMessage): { response_code?: string } {
  const template = message.card?.original.template;
  if (!template || !(isInteractive(template.card_type) || template.action_menu)) return {};
  return { response_code: issueResponseCode(world, message.id) };
}
