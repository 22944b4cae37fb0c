import { type z } from 'zod';

import { type Secret } from '../state.ts';
import { ensure, WecomError } from '../wecom/error.ts';
import { type World } from '../world.ts';

/** One path of the platform. `allow`: which secret's token may call it; `public` needs no token and no listed IP. */
export interface Endpoint {
  method: 'GET' | 'POST';
  path: string;
  allow: 'public' | readonly Secret[];
  /** Not counted in the base frequency (message/send, auth/getuserinfo). */
  isUnlimited?: boolean;
  run(call: Call): Answer | Promise<Answer>;
}

export interface Call {
  world: World;
  /** Whose token; `agent` on public paths, where nobody looks at it. */
  secret: Secret;
  query: Record<string, string>;
  raw: Buffer;
  contentType: string;
  ip: string;
  range: string;
}

/** Fields beside errcode and errmsg, or bytes. */
export type Answer = Record<string, unknown> | BytesAnswer;

export class BytesAnswer {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly filename: string;

  constructor(bytes: Buffer, contentType: string, filename: string) {
    this.bytes = bytes;
    this.contentType = contentType;
    this.filename = filename;
  }
}

/** The JSON body in the asked shape; 40058 names what does not fit. */
export function bodyOf<Schema extends z.ZodType>(call: Call, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(jsonOf(call));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new WecomError(40058, `invalid Request Parameter: ${issue?.path.map(String).join('.')} ${issue?.message}`);
}

export function jsonOf(call: Call): unknown {
  try {
    return JSON.parse(call.raw.toString('utf8'));
  } catch {
    throw new WecomError(40058, 'invalid Request Parameter: not a JSON body');
  }
}

export function queryOf(call: Call, name: string, missing: number): string {
  const value = call.query[name];
  ensure(value, missing, `${name} missing`);
  return value;
}

/** A whole number from the query string; 40058 when it is something else. */
export function integerOf(text: string, name: string): number {
  ensure(/^\d{1,10}$/.test(text), 40058, `invalid Request Parameter: ${name} is not a number`);
  return Number(text);
}
