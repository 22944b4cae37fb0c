import { type IncomingMessage, type ServerResponse } from 'node:http';

import { z } from 'zod';

import { readBody } from '../http/read-body.ts';
import { checkJsSignature } from '../wecom/tickets.ts';
import { type World } from '../world.ts';
import { type Addresses, toApp } from './addresses.ts';

const BODY_LIMIT = 64 * 1024;
const asked = z.object({
  url: z.string(),
  nonceStr: z.string(),
  timestamp: z.union([z.string(), z.number()]),
  signature: z.string(),
  kind: z.enum(['corp', 'agent']),
});

/** The bridge asks whether a page may use the JS-SDK (doc 90506); it was signed for the CRM's address, not the phone's. */
export async function verifyPage(
  world: World,
  incoming: IncomingMessage,
  response: ServerResponse,
  addresses: Addresses,
): Promise<void> {
  const raw = await readBody(incoming, BODY_LIMIT);
  const parsed = asked.safeParse(parse(raw?.toString('utf8') ?? ''));
  const verdict = parsed.success
    ? checkJsSignature(world, { ...parsed.data, url: toApp(parsed.data.url, addresses) })
    : { errcode: 40093, errmsg: 'invalid signature' };
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(verdict));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
