/**
 * What the product asks of a chat platform. Neutral words only: an `account` is the platform's name for an employee;
 * a platform's own field names stay inside its adapter.
 */

/** A button that calls back. `key` comes back unchanged in the press. */
export interface CardAction {
  key: string;
  label: string;
  style: 'primary' | 'default' | 'danger';
  /** Opens this H5 path instead of calling back; left out where a platform's cards cannot. */
  path?: string;
}

/**
 * A card in neutral terms. The adapter cuts texts to the platform's lengths and renders what the platform can:
 * with `actions` an interactive card, without them a notice that opens `path`.
 */
export interface Card {
  /** Unique per sent card, `[0-9A-Za-z_-]`, at most 64 characters; also names it in presses. */
  taskId: string;
  title: string;
  subtitle?: string;
  /** One emphasised number; notices only. */
  emphasis?: { value: string; label: string };
  /** At most six. `account` turns the value into a link to that colleague's profile. */
  facts: { label: string; value: string; account?: string }[];
  /** A paragraph under the facts. */
  text?: string;
  /** H5 path opened by the card, e.g. `/approvals/1`. */
  path: string;
  actions: CardAction[];
  /** Replaces the buttons once the matter is settled, e.g. `已同意`. */
  settled?: string;
}

export type ChatContent =
  | { type: 'text'; text: string }
  | { type: 'markdown'; markdown: string }
  | { type: 'card'; card: Card }
  | { type: 'picture'; png: Buffer; name: string };

export type ChatTarget =
  | { kind: 'person'; account: string }
  /** A group reached through a send-only address (credential). Cards there carry no buttons. */
  | { kind: 'webhook'; address: string }
  /** A conversation of the smart robot; cards there may carry buttons. */
  | { kind: 'robot'; chatId: string };

/** What is needed to change a sent card later; opaque to everybody but the adapter. */
export interface CardHandle {
  /** One-time code of the send or of the latest press, when the platform gives one. */
  updateCode: string | null;
}

export interface SendReceipt extends CardHandle {
  platformMessageId: string | null;
}

/** Limits the product keeps on its own side, per minute, before the platform starts dropping. */
export interface ChatLimits {
  perPersonPerMinute: number;
  perPersonPerHour: number;
  perWebhookPerMinute: number;
  perRobotChatPerMinute: number;
}

export interface Chat {
  readonly limits: ChatLimits;
  /** Can it post cards with buttons into groups? False when no smart robot is configured. */
  readonly hasRobot: boolean;
  /** What somebody pasted as a group's webhook address, in its plain form; null when it is none of this platform's. */
  webhookAddress(text: string): string | null;
  /**
   * Sends one message. With `duplicateKey` the platform drops an identical repeat where it can.
   * @throws ChatError
   */
  send(target: ChatTarget, content: ChatContent, options?: { duplicateKey?: string }): Promise<SendReceipt>;
  /**
   * Turns a card everybody got into its new state. `press` is the press that caused it, when there was one: robots must answer it within 5 s.
   * @throws ChatError code `card_expired` when the update code is used up.
   */
  updateCard(target: ChatTarget, handle: CardHandle, card: Card, press?: CardPress): Promise<void>;
}

/** Somebody pressed a button. */
export interface CardPress {
  via: 'app' | 'robot';
  account: string;
  taskId: string;
  actionKey: string;
  /** What was chosen in the card besides the button, option keys by question. */
  selected?: Record<string, string[]>;
  /** App cards: one-time code that updates the card. */
  updateCode: string | null;
  /** Robot cards: the conversation and the request to answer within 5 s. */
  chatId: string | null;
  requestId: string | null;
}

/** Everything a platform tells us, already verified and decrypted. `dedupeKey` is equal for repeats of the same event. */
export type InboundEvent = { dedupeKey: string; at: Date } & (
  | ({ kind: 'card_pressed' } & CardPress)
  | { kind: 'person_changed'; account: string; newAccount: string | null }
  | { kind: 'person_left'; account: string }
  | { kind: 'department_changed'; departmentKey: string }
  | { kind: 'robot_seen'; chatId: string; chatType: 'group' | 'single'; account: string; text: string }
  | { kind: 'app_entered'; account: string }
  | { kind: 'external_contact_changed'; account: string; externalKey: string; change: string }
  | { kind: 'ignored'; what: string }
);

export type ChatErrorCode =
  /** Try again later; `retryAfterMs` says when at the earliest. */
  | 'busy'
  | 'rate_limited'
  /** No connection: nothing has left this process. */
  | 'offline'
  /** No answer, or half of one: it may have arrived all the same. */
  | 'unreachable'
  /** Somebody must change a setting; retrying is useless until then. */
  | 'misconfigured'
  /** The recipient does not exist or is outside the visible range. */
  | 'recipient_invalid'
  | 'card_expired'
  | 'rejected';

/** The one error every platform failure becomes. `platformCode`/`platformMessage` are the platform's own words, for the ledger. */
export class ChatError extends Error {
  readonly code: ChatErrorCode;
  readonly platformCode: string;
  readonly platformMessage: string;
  readonly retryAfterMs: number | null;

  constructor(code: ChatErrorCode, platformCode: string, platformMessage: string, retryAfterMs: number | null = null) {
    super(`${code} (${platformCode}): ${platformMessage}`);
    this.name = 'ChatError';
    this.code = code;
    this.platformCode = platformCode;
    this.platformMessage = platformMessage;
    this.retryAfterMs = retryAfterMs;
  }

  /** Worth another attempt without anybody doing anything? */
  get isTransient(): boolean {
    return ['busy', 'rate_limited', 'offline', 'unreachable'].includes(this.code);
  }
}
