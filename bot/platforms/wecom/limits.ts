import { type ChatLimits } from '../../../server/ports/chat.ts';

/** What the platform lets through before it drops silently or answers 45009 (docs 90312, 90236, 99110, 101463). */
export const chatLimits: ChatLimits = {
  perPersonPerMinute: 30,
  perPersonPerHour: 1000,
  perWebhookPerMinute: 20,
  perRobotChatPerMinute: 30,
};

/** UTF-8 bytes a message of each kind may have (docs 90236, 99110, 101463). */
export const textBytes = {
  personText: 2048,
  personMarkdown: 2048,
  webhookText: 2048,
  webhookMarkdown: 4096,
  robotMarkdown: 20_480,
} as const;

export const pictureBytes = { person: 10 * 1024 * 1024, webhook: 2 * 1024 * 1024, robot: 10 * 1024 * 1024 } as const;

/** Recommended lengths of card texts in characters; longer ones are cut by the clients at varying places (docs 90236, 101032). */
export interface CardLengths {
  title: number;
  subtitle: number;
  text: number;
  factLabel: number;
  factValue: number;
  emphasisValue: number;
  emphasisLabel: number;
  button: number;
}

export const appCardLengths: CardLengths = {
  title: 36,
  subtitle: 44,
  text: 160,
  factLabel: 5,
  factValue: 30,
  emphasisValue: 14,
  emphasisLabel: 22,
  button: 10,
};

export const robotCardLengths: CardLengths = {
  title: 26,
  subtitle: 30,
  text: 112,
  factLabel: 5,
  factValue: 26,
  emphasisValue: 10,
  emphasisLabel: 15,
  button: 10,
};

export const cardCounts = { facts: 6, buttons: 6 } as const;

/** Seconds in which the platform drops a message whose request equals an earlier one (doc 90236). */
export const duplicateCheckSeconds = 1800;

/** A robot's card event may be answered for so long, once (doc 101031). */
export const robotAnswerMs = 5000;

export const callLimits = {
  timeoutMs: 10_000,
  /** Parallel calls of one path; more earn 45033. */
  parallelPerPath: 5,
  /** Tries in all for "system busy" and its like (doc 90313). */
  tries: 3,
} as const;

export type FrequencyWindow = 'minute' | 'hour' | 'day';

/** After 45009 a path stays blocked for its window; the answer does not say which, so a block outlived means the next one (doc 90312). */
export function frequencyWindows(path: string): readonly FrequencyWindow[] {
  if (path.startsWith('/cgi-bin/webhook/')) return ['minute'];
  if (path === '/cgi-bin/gettoken' || path.endsWith('ticket') || path.endsWith('/ticket/get')) return ['hour'];
  return ['minute', 'hour', 'day'];
}
