import { createHash } from 'node:crypto';

import { z } from 'zod';

import { ChatError } from '../../../server/ports/chat.ts';
import { type SharedSecretCache } from '../../../server/ports/platform.ts';
import { type WecomConfig } from './config.ts';

/** Whose permission a call needs (reference: one token per secret, doc 91039). */
export type SecretName = 'app' | 'contacts' | 'customer';

export interface Tokens {
  /** A live access token; `rejected` is the one just refused. @throws ChatError */
  get(secret: SecretName, rejected?: string): Promise<string>;
}

export const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export type FetchToken = (corpId: string, secret: string) => Promise<z.infer<typeof tokenAnswer>>;

/** After a refusal that only an administrator can cure: so long without asking again, since failing calls are counted. */
const FAILURE_PAUSE_MS = 30_000;

export function createTokens(
  config: WecomConfig,
  deps: { clock: { now(): Date }; secrets: SharedSecretCache },
  fetchToken: FetchToken,
): Tokens {
  const secretsByName: Record<SecretName, string | null> = {
    app: config.agentSecret,
    contacts: config.contacts?.secret ?? null,
    customer: config.customerSecret ?? config.agentSecret,
  };
  const failures = new Map<string, { until: number; error: ChatError }>();

  async function refresh(key: string, secret: string): Promise<{ value: string; expiresInSeconds: number }> {
    const failure = failures.get(key);
    if (failure && failure.until > deps.clock.now().getTime()) throw failure.error;
    try {
      const answer = await fetchToken(config.corpId, secret);
      return { value: answer.access_token, expiresInSeconds: answer.expires_in };
    } catch (error) {
      if (error instanceof ChatError && error.code === 'misconfigured') {
        failures.set(key, { until: deps.clock.now().getTime() + FAILURE_PAUSE_MS, error });
      }
      throw error;
    }
  }

  return {
    get: async (name, rejected) => {
      const secret = secretsByName[name];
      if (secret === null) throw new ChatError('misconfigured', 'no_secret', `no secret configured for ${name}`);
      const key = tokenKey(config.corpId, secret);
      return deps.secrets.get(key, () => refresh(key, secret), rejected);
    },
  };
}

/** Equal secrets share a token, a changed secret never meets the old one's; the secret itself cannot be read from it. */
function tokenKey(corpId: string, secret: string): string {
  return `wecom:token:${corpId}:${createHash('sha256').update(secret).digest('hex').slice(0, 16)}`;
}
