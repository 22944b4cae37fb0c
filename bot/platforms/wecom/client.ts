import { setTimeout as sleep } from 'node:timers/promises';

import { type z } from 'zod';

import { ChatError } from '../../../server/ports/chat.ts';
import { Gate } from './api/gate.ts';
import { exchange, writeJson, type ApiAnswer, type HttpRequest } from './api/http.ts';
import { malformed, refusal } from './api/refusal.ts';
import { type WecomConfig, type WecomDeps, officialUrls } from './config.ts';
import { callLimits } from './limits.ts';
import { createTokens, tokenAnswer, type SecretName, type Tokens } from './tokens.ts';

export interface ApiCall<Answer> {
  path: `/cgi-bin/${string}`;
  /** Whose token; null for addresses that carry their own key. */
  secret: SecretName | null;
  query?: Record<string, string>;
  /** A JSON body makes it a POST. */
  body?: object;
  upload?: { contentType: string; bytes: Buffer };
  /** Frequency and parallelism are kept per path, or per path and this (one webhook's limit is not the other's). */
  limitKey?: string;
  answer: z.ZodType<Answer>;
}

const staleToken = [40014, 42001, 41001];
/** Worth another try at once: system busy, version conflict, too many in parallel. */
const passing = ['-1', '6000', '45033'];

/** Calls the platform's API: token, parallelism, retries by error code, parsed answers, one kind of error. */
export class WecomClient {
  readonly #deps: WecomDeps;
  readonly #base: string;
  readonly #gate: Gate;
  readonly #tokens: Tokens;

  constructor(config: WecomConfig, deps: WecomDeps) {
    this.#deps = deps;
    this.#base = (config.apiUrl ?? officialUrls.api).replace(/\/+$/, '');
    this.#gate = new Gate(deps.clock);
    this.#tokens = createTokens(config, deps, (corpid, corpsecret) =>
      this.call({ path: '/cgi-bin/gettoken', secret: null, query: { corpid, corpsecret }, answer: tokenAnswer }),
    );
  }

  /** @throws ChatError whatever goes wrong. */
  async call<Answer>(call: ApiCall<Answer>): Promise<Answer> {
    const answer = await this.#gate.run(gateKey(call), () => this.#withRetries(call));
    const parsed = call.answer.safeParse(answer);
    if (!parsed.success) throw malformed(`${call.path}: ${parsed.error.issues[0]?.path.join('.') ?? 'answer'}`);
    return parsed.data;
  }

  async #withRetries(call: ApiCall<unknown>): Promise<ApiAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#withToken(call);
      } catch (error) {
        if (!(error instanceof ChatError) || attempt >= callLimits.tries || !isWorthRetrying(error, call)) throw error;
        this.#deps.log.debug({ path: call.path, code: error.platformCode, attempt }, 'platform call is tried again');
        await sleep(backOff(attempt));
      }
    }
  }

  /** A refused token is replaced once and the call made once more (doc 90313). */
  async #withToken(call: ApiCall<unknown>): Promise<ApiAnswer> {
    if (call.secret === null) return this.#ensureOk(call, await this.#once(call, null));
    const token = await this.#tokens.get(call.secret);
    const answer = await this.#once(call, token);
    if (!staleToken.includes(answer.errcode)) return this.#ensureOk(call, answer);
    return this.#ensureOk(call, await this.#once(call, await this.#tokens.get(call.secret, token)));
  }

  #ensureOk(call: ApiCall<unknown>, answer: ApiAnswer): ApiAnswer {
    if (answer.errcode === 0) return answer;
    const retryAfterMs = answer.errcode === 45009 ? this.#gate.block(gateKey(call), call.path) : null;
    throw refusal(answer.errcode, answer.errmsg, retryAfterMs);
  }

  async #once(call: ApiCall<unknown>, token: string | null): Promise<ApiAnswer> {
    const startedAt = performance.now();
    const record = (code: string): void =>
      this.#deps.onCall?.({ path: call.path, code, durationMs: performance.now() - startedAt });
    try {
      const answer = await exchange(this.#deps.http ?? fetch, toHttp(this.#base, call, token));
      record(String(answer.errcode));
      return answer;
    } catch (error) {
      record(error instanceof ChatError ? error.platformCode : 'failed');
      throw error;
    }
  }
}

function gateKey(call: ApiCall<unknown>): string {
  return call.limitKey === undefined ? call.path : `${call.path} ${call.limitKey}`;
}

function toHttp(base: string, call: ApiCall<unknown>, token: string | null): HttpRequest {
  const url = new URL(base + call.path);
  if (token !== null) url.searchParams.set('access_token', token);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const json = call.body && { contentType: 'application/json; charset=utf-8', bytes: writeJson(call.body) };
  const payload = call.upload ?? json;
  return { url, timeoutMs: callLimits.timeoutMs, ...(payload && { payload }) };
}

/** Reading again after a broken connection is harmless; writing again is the caller's decision. */
function isWorthRetrying(error: ChatError, call: ApiCall<unknown>): boolean {
  const isRead = call.body === undefined && call.upload === undefined;
  return passing.includes(error.platformCode) || (isRead && (error.code === 'unreachable' || error.code === 'offline'));
}

/** About 0.2 s, then 0.6 s, each shaken by a half so that parallel callers part. */
function backOff(attempt: number): number {
  return 200 * (2 ** attempt - 1) * (0.75 + Math.random() / 2);
}
