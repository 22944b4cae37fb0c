import { z } from 'zod';

import { ChatError } from '../../../../server/ports/chat.ts';
import { malformed } from './refusal.ts';

const envelope = z.looseObject({ errcode: z.number().int(), errmsg: z.string().default('') });

export type ApiAnswer = z.infer<typeof envelope>;

export interface HttpRequest {
  url: URL;
  /** Absent: GET. */
  payload?: { contentType: string; bytes: Buffer };
  timeoutMs: number;
}

/**
 * One exchange with the API, whatever errcode it ends with. Addresses carry credentials, so no error mentions them.
 * @throws ChatError `offline` without a connection, `unreachable` without a usable HTTP answer, `rejected` with an unusable body.
 */
export async function exchange(http: typeof fetch, request: HttpRequest): Promise<ApiAnswer> {
  const { status, text } = await transfer(http, request);
  if (status !== 200) throw new ChatError('unreachable', `http_${status}`, `HTTP status ${status}`);
  const parsed = envelope.safeParse(readJson(text));
  if (!parsed.success) throw malformed('the answer is not an API answer');
  return parsed.data;
}

/** JSON without control characters and lone surrogates: the platform refuses `\uxxxx` escapes (40033). */
export function writeJson(body: unknown): Buffer {
  const text = JSON.stringify(body, (_key, value: unknown) => (typeof value === 'string' ? printable(value) : value));
  return Buffer.from(text, 'utf8');
}

async function transfer(http: typeof fetch, request: HttpRequest): Promise<{ status: number; text: string }> {
  try {
    const response = await http(request.url, {
      signal: AbortSignal.timeout(request.timeoutMs),
      redirect: 'error',
      ...(request.payload && {
        method: 'POST',
        headers: { 'content-type': request.payload.contentType },
        body: new Uint8Array(request.payload.bytes),
      }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new ChatError('unreachable', 'timeout', `no answer within ${request.timeoutMs} ms`);
    }
    const reason = networkReason(error);
    throw new ChatError(neverConnected.includes(reason) ? 'offline' : 'unreachable', 'network', reason);
  }
}

const neverConnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

function networkReason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return 'the connection failed';
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\p{Surrogate}]/gu, '');
}
