import { randomBytes } from 'node:crypto';

import { type CallbackEntry, type CallbackTarget, type CallbackVerification } from '../control/types.ts';
import { demoCredentials } from '../demo-credentials.ts';
import { type CallbackEvent } from '../state.ts';
import { type World } from '../world.ts';
import { open, seal, sign } from './crypto.ts';
import { createReorderer } from './reorder.ts';
import { readEnvelope, readReply, type XmlTree } from './reply-xml.ts';
import { writeXml } from './xml.ts';

export interface CallbackResult {
  delivered: boolean;
  /** Decrypted passive reply, when there was one. */
  reply: XmlTree | null;
}

/** WeCom calling the CRM (reference 4): sealed XML, five seconds, three attempts in all. */
export interface Callbacks {
  send(event: CallbackEvent): Promise<CallbackResult>;
  /** The GET which the admin console sends when the address is saved. */
  verify(target: CallbackTarget): Promise<CallbackVerification>;
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
}

interface Receiver {
  url: string;
  token: string;
  aesKey: string;
  agentId: number | null;
}

const ATTEMPTS = 3;

export function createCallbacks(world: () => World): Callbacks {
  const flying = new Set<Promise<unknown>>();
  const reorder = createReorderer();
  const track = async <Result>(work: Promise<Result>): Promise<Result> => {
    flying.add(work);
    return work.finally(() => flying.delete(work));
  };
  return {
    send: (event) => {
      const xml = eventXml(world(), event);
      const deliver = () => deliverTwiceIfAsked(world(), event, xml);
      return track(world().state.settings.reorderCallbacks ? reorder(deliver) : deliver());
    },
    verify: (target) => verify(world(), target),
    async settled() {
      while (flying.size > 0) await Promise.allSettled(flying);
    },
  };
}

function eventXml(world: World, { target, from, fields }: CallbackEvent): string {
  return writeXml([
    ['ToUserName', demoCredentials.corpId],
    ['FromUserName', from],
    ['CreateTime', world.clock.seconds()],
    ...fields,
    ...(target === 'app' ? [['AgentID', demoCredentials.agentId] as [string, number]] : []),
  ]);
}

async function deliverTwiceIfAsked(world: World, event: CallbackEvent, xml: string): Promise<CallbackResult> {
  const result = await deliver(world, event, xml);
  if (world.state.settings.duplicateCallbacks) await deliver(world, event, xml);
  return result;
}

async function deliver(world: World, event: CallbackEvent, xml: string): Promise<CallbackResult> {
  const { target, name } = event;
  const time = new Date(world.clock.now()).toISOString();
  const entry = world.journal.addCallback({ time, target, name, attempts: 0, outcome: 'pending', detail: '', xml });
  const receiver = receiverOf(world, target);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, world.timing.callbackRetryAfterMs));
    entry.attempts = attempt;
    const answer = await attemptOnce(world, receiver, xml, entry);
    if (answer !== null) {
      entry.outcome = 'delivered';
      world.journal.counters.callbacks.delivered++;
      return { delivered: true, reply: openReply(receiver, answer, entry) };
    }
  }
  entry.outcome = 'failed';
  world.journal.counters.callbacks.failed++;
  return { delivered: false, reply: null };
}

/** The answer's body, or null when this attempt failed. */
async function attemptOnce(world: World, to: Receiver, xml: string, entry: CallbackEntry): Promise<string | null> {
  const sealed = seal(to.aesKey, xml, demoCredentials.corpId);
  const body = writeXml([
    ['ToUserName', demoCredentials.corpId],
    ...(to.agentId === null ? [] : [['AgentID', String(to.agentId)] as [string, string]]),
    ['Encrypt', sealed],
  ]);
  try {
    const response = await fetch(signedUrl(world, to, sealed), {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(world.timing.callbackTimeoutMs),
    });
    const answer = await response.text();
    entry.detail = `HTTP ${response.status}`;
    return response.status === 200 ? answer : null;
  } catch (error) {
    entry.detail = describeFailure(error);
    return null;
  }
}

async function verify(world: World, target: CallbackTarget): Promise<CallbackVerification> {
  const to = receiverOf(world, target);
  const { echo, sealed } = sealedEcho(to);
  try {
    // Encoded but for its plus signs, which a receiver must not take for spaces (reference 4).
    const echostr = encodeURIComponent(sealed).replaceAll('%2B', '+');
    const url = `${signedUrl(world, to, sealed)}&echostr=${echostr}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(world.timing.verifyTimeoutMs), redirect: 'error' });
    const answer = await response.text();
    const ok = response.status === 200 && answer === echo;
    return { ok, detail: ok ? 'ok' : `40057：HTTP ${response.status}，返回内容与解密后的 echostr 不一致` };
  } catch (error) {
    return { ok: false, detail: `40057：${describeFailure(error)}` };
  }
}

/** Always with a plus sign in it: otherwise only some runs would show who mistakes it. */
function sealedEcho(to: Receiver): { echo: string; sealed: string } {
  for (;;) {
    const echo = String(1e18 + Math.floor(Math.random() * 1e15));
    const sealed = seal(to.aesKey, echo, demoCredentials.corpId);
    if (sealed.includes('+')) return { echo, sealed };
  }
}

function receiverOf(world: World, target: CallbackTarget): Receiver {
  const base = `${world.state.settings.appUrl.replace(/\/$/, '')}/callbacks/wecom`;
  const { callbackToken, callbackAesKey, contactsCallbackToken, contactsCallbackAesKey, agentId } = demoCredentials;
  return target === 'app'
    ? { url: base, token: callbackToken, aesKey: callbackAesKey, agentId }
    : { url: `${base}/contacts`, token: contactsCallbackToken, aesKey: contactsCallbackAesKey, agentId: null };
}

function signedUrl(world: World, to: Receiver, sealed: string): URL {
  const timestamp = String(world.clock.seconds());
  const nonce = randomBytes(5).readUIntBE(0, 5).toString();
  const url = new URL(to.url);
  url.searchParams.set('msg_signature', sign(to.token, timestamp, nonce, sealed));
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set('nonce', nonce);
  return url;
}

function openReply(from: Receiver, answer: string, entry: CallbackEntry): XmlTree | null {
  if (!answer.trimStart().startsWith('<')) return null;
  try {
    const { sealed, signature, timestamp, nonce } = readEnvelope(answer);
    if (sign(from.token, timestamp, nonce, sealed) !== signature) throw new Error('signature mismatch');
    const { message, receiveId } = open(from.aesKey, sealed);
    if (receiveId !== demoCredentials.corpId) throw new Error('foreign corp');
    return readReply(message);
  } catch (error) {
    entry.detail += `, reply ignored: ${describeFailure(error)}`;
    return null;
  }
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
