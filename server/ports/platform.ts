import type { CallbackReceiver } from './callbacks.ts';
import type { Chat, InboundEvent } from './chat.ts';
import type { Directory } from './directory.ts';
import type { ExternalContacts } from './external-contacts.ts';
import type { Login } from './login.ts';

/** The long connection of a smart robot. One live connection per company: its owner holds a lease. */
export interface RobotConnection {
  /** Connects and delivers events until closed. Presses are answered through `Chat.updateCard` with the press. */
  open(onEvent: (event: InboundEvent) => void, onLost: (reason: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** Everything one chat platform offers, behind the ports the product owns. */
export interface ChatPlatform {
  readonly name: 'wecom' | 'dingtalk';
  chat: Chat;
  directory: Directory;
  login: Login;
  callbacks: CallbackReceiver;
  externalContacts: ExternalContacts;
  /** Null when no smart robot is configured. */
  robot: RobotConnection | null;
}

/**
 * Where a platform adapter keeps what several processes share (tokens and tickets): rows in the database.
 * `refresh` is called by at most one process at a time; the others wait for its result.
 */
export interface SharedSecretCache {
  /** A live value, refreshed when missing or when it equals `rejected` (the value the platform just refused). */
  get(
    key: string,
    refresh: () => Promise<{ value: string; expiresInSeconds: number }>,
    rejected?: string,
  ): Promise<string>;
}
