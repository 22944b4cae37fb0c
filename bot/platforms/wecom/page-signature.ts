import { randomBytes } from 'node:crypto';

import { getJsApiSignature } from '@wecom/crypto';
import { z } from 'zod';

import { type Login, type PageSignature } from '../../../server/ports/login.ts';
import { type WecomClient } from './client.ts';
import { type WecomConfig, type WecomDeps } from './config.ts';

const ticketAnswer = z.object({ ticket: z.string().min(1), expires_in: z.number().positive() });

/** Signs pages for the JS-SDK, once as the company and once as the app (docs 90506, 90539). */
export function createPageSigner(
  client: WecomClient,
  config: WecomConfig,
  deps: Pick<WecomDeps, 'clock' | 'secrets'>,
): Login['signPage'] {
  /**
   * Two tickets, not interchangeable, few fetches allowed: kept for all processes (doc 90454). A page signed with a dead
   * ticket fails in the client, where nobody can repair it, so the end by the platform's clock is kept with the ticket.
   */
  const getTicket = async (kind: 'corp' | 'agent'): Promise<string> => {
    const key = `wecom:ticket:${config.corpId}:${config.agentId}:${kind}`;
    const fetchTicket = async () => {
      const answer = await client.call({ ...ticketCalls[kind], secret: 'app', answer: ticketAnswer });
      const until = deps.clock.now().getTime() + answer.expires_in * 1000;
      return { value: `${until} ${answer.ticket}`, expiresInSeconds: answer.expires_in };
    };
    const kept = await deps.secrets.get(key, fetchTicket);
    const isAlive = Number(kept.split(' ')[0]) > deps.clock.now().getTime();
    const alive = isAlive ? kept : await deps.secrets.get(key, fetchTicket, kept);
    return alive.slice(alive.indexOf(' ') + 1);
  };

  return async (url) => {
    const [corpTicket, agentTicket] = await Promise.all([getTicket('corp'), getTicket('agent')]);
    const seconds = Math.floor(deps.clock.now().getTime() / 1000);
    return {
      corpId: config.corpId,
      agentId: String(config.agentId),
      corp: signPage(url, corpTicket, seconds),
      agent: signPage(url, agentTicket, seconds),
    };
  };
}

/** The signature covers the address as loaded, without its fragment. `timestamp` in seconds. */
export function signPage(
  url: string,
  ticket: string,
  timestamp: number,
  nonceStr = randomBytes(8).toString('hex'),
): PageSignature {
  const page = url.split('#')[0] ?? url;
  const { signature } = getJsApiSignature({ url: page, ticket, nonceStr, timestamp });
  return { timestamp, nonceStr, signature };
}

const ticketCalls = {
  corp: { path: '/cgi-bin/get_jsapi_ticket', query: {} },
  agent: { path: '/cgi-bin/ticket/get', query: { type: 'agent_config' } },
} as const;
