import { randomBytes } from 'node:crypto';

import { HOUR, SECOND } from '../clock.ts';
import { type JsSignature, type JsSignatureVerdict } from '../control/types.ts';
import { type Call, type Endpoint } from '../http/endpoint.ts';
import { type Ticket } from '../state.ts';
import { type World } from '../world.ts';
import { signJsSdk } from './crypto.ts';
import { ensure } from './error.ts';

const LIFE = 2 * HOUR;

/** Reference 3.1, doc 90539; quotas of doc 90454. */
export const ticketEndpoints: Endpoint[] = [
  { method: 'GET', path: '/cgi-bin/get_jsapi_ticket', allow: ['agent'], run: (call) => fetchTicket(call, 'corp', 400) },
  {
    method: 'GET',
    path: '/cgi-bin/ticket/get',
    allow: ['agent'],
    run(call) {
      ensure(call.query.type === 'agent_config', 91040);
      return fetchTicket(call, 'agent', 100);
    },
  },
];

/** What the client finds when a page calls config (corp ticket) or agentConfig (agent ticket). */
export function checkJsSignature(world: World, input: JsSignature): JsSignatureVerdict {
  const alive = world.state.tickets.filter((each) => each.expiresAt > world.clock.now());
  const signedWith = alive.find(
    ({ ticket }) => signJsSdk(ticket, input.nonceStr, String(input.timestamp), input.url) === input.signature,
  );
  if (signedWith?.kind === input.kind) return { errcode: 0, errmsg: 'ok' };
  if (signedWith || !alive.some((each) => each.kind === input.kind)) {
    return { errcode: 42012, errmsg: 'jsapi_ticket unusable' };
  }
  return { errcode: 40093, errmsg: 'invalid signature' };
}

function fetchTicket({ world }: Call, kind: Ticket['kind'], perHour: number) {
  if (world.state.settings.frequencyLimits) {
    ensure(world.frequency.take(`ticket/${kind}`, perHour, HOUR), 45009);
  }
  const now = world.clock.now();
  let ticket = world.state.tickets.find((each) => each.kind === kind && each.expiresAt > now);
  if (!ticket) {
    ticket = { ticket: randomBytes(40).toString('base64url'), kind, expiresAt: now + LIFE };
    world.state.tickets = [...world.state.tickets.filter((each) => each.kind !== kind), ticket];
  }
  return { ticket: ticket.ticket, expires_in: Math.round((ticket.expiresAt - now) / SECOND) };
}
