import { setTimeout as sleep } from 'node:timers/promises';

import { type z } from 'zod';

import { ChatError } from '../../../server/ports/chat.ts';
import { Gate } from './api/gate.ts';
import { exchange, writeJson, type ApiAnswer, type HttpRequest } from './api/http.ts';
import { malformed, refusal } from './api/refusal.ts';
import { type ApiCallRecord, type WecomConfig, type WecomDeps, officialUrls } from './config.ts';
import { callLimits } from './limits.ts';
import { createTokens, tokenAnswer, type SecretName } from './tokens.ts';

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

export interface WecomClient {
  /** One call: token, retries by error code, parsed answer. @throws ChatError */
  call<Answer>(call: ApiCall<Answer>): Promise<Answer>;
}

const staleToken = [40014, 42001, 41001];
/** Worth another try at once: system busy, version conflict, too many in parallel. */
const passing = ['-1', '6000', '45033'];

export function createClient(config: WecomConfig, deps: WecomDeps): WecomClient {
  const http = deps.http ?? fetch;
  const base = config.apiUrl ?? officialUrls.api;
  const gate = new Gate(deps.clock);
  const tokens = createTokens(config, deps, (corpId, secret) =>
    call({
      path: '/cgi-bin/gettoken',
      secret: null,
      query: { corpid: corpId, corpsecret: secret },
      answer: tokenAnswer,
    }),
  );

  async function call<Answer>(request: ApiCall<Answer>): Promise<Answer> {
    const answer = await gate.run(gateKey(request), () => withRetries(request));
    const parsed = request.answer.safeParse(answer);
    if (!parsed.success) throw malformed(`${request.path}: ${parsed.error.issues[0]?.path.join('.') ?? 'answer'}`);
    return parsed.data;
  }

  async function withRetries(request: ApiCall<unknown>): Promise<ApiAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withToken(request);
      } catch (error) {
        if (!(error instanceof ChatError) || attempt >= callLimits.tries || !isWorthRetrying(error, request))
          throw error;
        deps.log.debug({ path: request.path, code: error.platformCode, attempt }, 'platform call is tried again');
        await sleep(backOff(attempt));
      }
    }
  }

  /** A refused token is replaced once and the call made once more (doc 90313). */
  async function withToken(request: ApiCall<unknown>): Promise<ApiAnswer> {
    if (request.secret === null) return ensureOk(request, await once(request, null));
    const token = await tokens.get(request.secret);
    const answer = await once(request, token);
    if (!staleToken.includes(answer.errcode)) return ensureOk(request, answer);
    return ensureOk(request, await once(request, await tokens.get(request.secret, token)));
  }

  function ensureOk(request: ApiCall<unknown>, answer: ApiAnswer): ApiAnswer {
    if (answer.errcode === 0) return answer;
    const retryAfterMs = answer.errcode === 45009 ? gate.block(gateKey(request), request.path) : null;
    throw refusal(answer.errcode, answer.errmsg, retryAfterMs);
  }

  async function once(request: ApiCall<unknown>, token: string | null): Promise<ApiAnswer> {
    const startedAt = performance.now();
    const record = (code: string): void => {
      const entry: ApiCallRecord = { path: request.path, code, durationMs: performance.now() - startedAt };
      deps.onCall?.(entry);
    };
    try {
      const answer = await exchange(http, toHttp(base, request, token));
      record(String(answer.errcode));
      return answer;
    } catch (error) {
      record(error instanceof ChatError ? error.platformCode : 'failed');
      throw error;
    }
  }

  return { call };
}

function gateKey(request: ApiCall<unknown>): string {
  return request.limitKey === undefined ? request.path : `${request.path} ${request.limitKey}`;
}

function toHttp(base: string, request: ApiCall<unknown>, token: string | null): HttpRequest {
  const url = new URL(base.replace(/\/+$/, '') + request.path);
  if (token !== null) url.searchParams.set('access_token', token);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const json = request.body && { contentType: 'application/json; charset=utf-8', bytes: writeJson(request.body) };
  const payload = request.upload ?? json;
  return { url, timeoutMs: callLimits.timeoutMs, ...(payload && { payload }) };
}

/** Reading again after a broken connection is harmless; writing again is the caller's decision. */
function isWorthRetrying(error: ChatError, request: ApiCall<unknown>): boolean {
  const isRead = request.body === undefined && request.upload === undefined;
  return passing.includes(error.platformCode) || (isRead && error.code === 'unreachable');
}

/** About 0.2 s, then 0.6 s, each shaken by a half so that parallel callers part. */
function backOff(attempt: number): number {
  return 200 * (2 ** attempt - 1) * (0.75 + Math.random() / 2);
}
