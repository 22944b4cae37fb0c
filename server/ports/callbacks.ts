import type { InboundEvent } from './chat.ts';

/** Which of a platform's callback addresses was called. */
export type CallbackChannel = 'app' | 'contacts';

/** Why a callback was refused; counted per reason in the metrics. */
export type CallbackRefusal =
  'unsigned' | 'bad_signature' | 'stale' | 'foreign_company' | 'malformed' | 'too_large' | 'not_configured';

export interface CallbackReceiver {
  /** Paths below /callbacks/, e.g. `{ app: 'wecom', contacts: 'wecom/contacts' }`. */
  readonly paths: Partial<Record<CallbackChannel, string>>;
  /** Answers the platform's address check: the plain text to send back, or why not. */
  verifyAddress(
    channel: CallbackChannel,
    query: Record<string, string>,
  ): { echo: string } | { refused: CallbackRefusal };
  /** Verifies, decrypts and understands one callback; pure but for the clock. Order: size, signature, age, company, content. */
  receive(
    channel: CallbackChannel,
    query: Record<string, string>,
    body: string,
  ): { event: InboundEvent } | { refused: CallbackRefusal };
}
