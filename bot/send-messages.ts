import { isDatabaseAway, isRetryable } from '../server/kernel/database.ts';
import type { Metrics } from '../server/kernel/metrics.ts';
import { systemWork, type Kernel, type Work } from '../server/kernel/work.ts';
import {
  claimMessage,
  findOpenings,
  postponeRoute,
  recordFailure,
  recordSent,
  taskIdOf,
  type Channel,
  type Claimed,
  type Message,
  type Window,
} from '../server/modules/messages/index.ts';
import {
  ChatError,
  type Chat,
  type ChatContent,
  type ChatLimits,
  type ChatTarget,
  type SendReceipt,
} from '../server/ports/chat.ts';

const minute = 60_000;
const firstRetryMs = 5000;
const longestRetryMs = 15 * minute;
/** A setting somebody must correct is looked at this often. */
const settingRetryMs = 10 * minute;
/** About a day of growing delays. */
const maxAttempts = 100;
const recordTries = 40;
const recordPauseMs = 1000;

export interface SenderOptions {
  kernel: Kernel;
  chat: Chat;
  metrics: Metrics;
  /** Where a message goes now, or why it goes nowhere any more. */
  findTarget(work: Work, message: Claimed): Promise<ChatTarget | { undeliverable: string }>;
  /** Pictures are drawn from what was stored. */
  loadPicture(work: Work, digestId: string): Promise<Buffer>;
  /** False when the matter has been settled meanwhile: a reminder for a contact that has been made. */
  isStillWanted(work: Work, message: Claimed): Promise<boolean>;
  /** Longer than any send may take. */
  leaseMs?: number;
}

/**
 * Sends a message that was listed as due, unless another bot has it already or a limit is in the way. The claim, the send and the record
 * are three steps outside any transaction: a crash between the last two sends it again, marked, and the platform drops what it can recognise.
 */
export const sendMessage = async (options: SenderOptions, candidate: Message): Promise<void> => {
  const work = systemWork(options.kernel, 'bot');
  const message = await claimMessage(work, candidate, options.leaseMs ?? minute);
  if (!message) return;
  const openings = await findOpenings(work, message, windowsOf(message.channel, options.chat.limits));
  if (openings) await postponeRoute(work, message, openings);
  else await deliver(options, work, message);
};

type Outcome = { receipt: SendReceipt } | { failure: Failure };
type Failure = Parameters<typeof recordFailure>[2];

const deliver = async (options: SenderOptions, work: Work, message: Claimed): Promise<void> => {
  const outcome = await attempt(options, work, message);
  await persistently(() =>
    'receipt' in outcome ? recordSent(work, message, outcome.receipt) : recordFailure(work, message, outcome.failure),
  );
  if ('receipt' in outcome) return options.metrics.messages.inc({ state: 'sent' });
  const { retryAt, code } = outcome.failure;
  options.metrics.messages.inc({ state: retryAt ? 'failed' : 'dropped' });
  work.log.warn({ messageId: message.id, topic: message.topic, code }, 'message not sent');
};

const attempt = async (options: SenderOptions, work: Work, message: Claimed): Promise<Outcome> => {
  try {
    const target = await options.findTarget(work, message);
    if ('undeliverable' in target) return { failure: gone('recipient_gone', target.undeliverable) };
    if (!(await options.isStillWanted(work, message))) return { failure: gone('outdated', '事情已处理,不再提醒') };
    const content = await contentOf(options, work, message);
    return { receipt: await options.chat.send(target, content, duplicateKeyOf(message)) };
  } catch (error) {
    return { failure: failureOf(error, message, work.clock.now()) };
  }
};

const gone = (code: string, message: string): Failure => ({ code, message, retryAt: null });

/** What the platform has taken must be known: the record waits out a database that is away for less than the lease. */
const persistently = async (record: () => Promise<unknown>): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await record();
      return;
    } catch (error) {
      if (tries === recordTries || !(isDatabaseAway(error) || isRetryable(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, recordPauseMs));
    }
  }
};

/** Only messages to people are recognised by the platform when they come twice. */
const duplicateKeyOf = (message: Claimed): { duplicateKey?: string } =>
  message.channel === 'person' ? { duplicateKey: message.dedupeKey } : {};

const contentOf = async (options: SenderOptions, work: Work, message: Claimed): Promise<ChatContent> => {
  const { content } = message;
  switch (content.type) {
    case 'text':
    case 'markdown':
      return content;
    case 'card':
      return { type: 'card', card: { ...content.card, taskId: taskIdOf(message.id) } };
    case 'picture':
      return { type: 'picture', png: await options.loadPicture(work, content.digestId), name: content.name };
  }
};

/** Transient failures are tried again ever later, settings somebody must correct now and then; anything else is given up with the platform's words. */
const failureOf = (error: unknown, message: Claimed, now: Date): Failure => {
  const later = (ms: number): Date | null => (message.attempts < maxAttempts ? new Date(now.getTime() + ms) : null);
  const growing = Math.min(firstRetryMs * 2 ** Math.min(message.attempts - 1, 20), longestRetryMs);
  if (!(error instanceof ChatError)) return { code: 'unexpected', message: String(error), retryAt: later(growing) };
  const mayHaveArrived = error.code === 'unreachable';
  const facts = { code: error.platformCode, message: error.platformMessage, mayHaveArrived };
  if (error.isTransient) return { ...facts, retryAt: later(Math.max(growing, error.retryAfterMs ?? 0)) };
  return { ...facts, retryAt: error.code === 'misconfigured' ? later(settingRetryMs) : null };
};

const windowsOf = (channel: Channel, limits: ChatLimits): Window[] => {
  switch (channel) {
    case 'person':
      return [
        { limit: limits.perPersonPerMinute, windowMs: minute },
        { limit: limits.perPersonPerHour, windowMs: 60 * minute },
      ];
    case 'webhook':
      return [{ limit: limits.perWebhookPerMinute, windowMs: minute }];
    case 'robot':
      return [{ limit: limits.perRobotChatPerMinute, windowMs: minute }];
  }
};
