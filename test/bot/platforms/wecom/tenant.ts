import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { createPlatform, type WecomConfig, type WecomDeps } from '../../../../bot/platforms/index.ts';
import { type CallbackRefusal } from '../../../../server/ports/callbacks.ts';
import { ChatError, type InboundEvent } from '../../../../server/ports/chat.ts';
import { type ChatPlatform, type SharedSecretCache } from '../../../../server/ports/platform.ts';
import {
  type FaultInput,
  type GroupView,
  type MessageView,
  type PressInput,
  type PressOutcome,
  type RequestEntry,
} from '../../../../simulator/control/types.ts';
import { demoCredentials } from '../../../../simulator/demo-credentials.ts';
import { createSimulator, type Simulator } from '../../../../simulator/simulator.ts';
import { createMemorySecrets } from '../../../support/memory-secrets.ts';

/** A simulated company, and a stand-in for the product's door to it: callbacks are verified by the adapter and kept. */
export interface Tenant {
  simulator: Simulator;
  clock: { now(): Date };
  secrets: SharedSecretCache;
  events: InboundEvent[];
  refusals: CallbackRefusal[];
  platform: ChatPlatform;
  createPlatform(config?: Partial<WecomConfig>, deps?: Partial<WecomDeps>): ChatPlatform;
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
  fault(fault: FaultInput): Promise<void>;
  /** Calls of one path since the last `forgetRequests`. */
  requests(path: string): Promise<RequestEntry[]>;
  lastMessage(conversation: string, userid: string): Promise<MessageView>;
  press(message: MessageView, input: PressInput): Promise<PressOutcome>;
  group(name: string): Promise<GroupView & { webhookUrl: string }>;
  close(): Promise<void>;
}

export async function startTenant(): Promise<Tenant> {
  const events: InboundEvent[] = [];
  const refusals: CallbackRefusal[] = [];
  const door = createServer();
  const doorUrl = await listen(door);
  const simulator = await createSimulator({ appUrl: doorUrl, timing: { callbackRetryAfterMs: 20 } });
  const clock = { now: () => new Date(simulator.world.clock.now()) };
  const secrets = createMemorySecrets(clock);
  const build: Tenant['createPlatform'] = (config, deps) =>
    createPlatform(
      { name: 'wecom', config: { ...configFor(simulator, doorUrl), ...config } },
      { clock, secrets, log: silentLog, onRefused: (reason) => refusals.push(reason), ...deps },
    );
  const platform = build();
  door.on('request', (request, response) => {
    void answerCallback(platform, request, events).then((text) => {
      response.statusCode = text === null ? 403 : 200;
      response.end(text ?? '');
    });
  });
  const control = createControl(simulator.url);
  return {
    simulator,
    clock,
    secrets,
    events,
    refusals,
    platform,
    createPlatform: build,
    control,
    fault: async (fault) => void (await control('POST', 'faults', fault)),
    requests: async (path) => (await control<RequestEntry[]>('GET', 'requests')).filter((each) => each.path === path),
    lastMessage: async (conversation, userid) => {
      const page = await control<{ messages: MessageView[] }>(
        'GET',
        `conversations/${encodeURIComponent(conversation)}/messages?for=${userid}`,
      );
      return ensureFound(page.messages.at(-1), `a message in ${conversation}`);
    },
    press: (message, input) => control('POST', `messages/${message.id}/press`, input),
    group: async (name) => {
      const groups = await control<GroupView[]>('GET', 'groups');
      const { webhookUrl, ...found } = ensureFound(
        groups.find((each) => each.name === name),
        name,
      );
      return { ...found, webhookUrl: ensureFound(webhookUrl ?? undefined, 'a webhook') };
    },
    close: async () => {
      await platform.robot?.close();
      await simulator.close();
      door.closeAllConnections();
      await new Promise((done) => door.close(done));
    },
  };
}

/** The ChatError a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<ChatError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ChatError) return error;
  throw new Error(`expected a ChatError, got ${String(error)}`);
}

/** Waits for something that arrives by itself. */
export async function eventually<T>(look: () => T | undefined, what: string): Promise<T> {
  for (let waited = 0; waited < 3000; waited += 10) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${what} did not arrive`);
}

export function ensureFound<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`${what} is missing`);
  return found;
}

const silentLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function configFor(simulator: Simulator, publicUrl: string): WecomConfig {
  const { corpId, agentId, agentSecret, callbackToken, callbackAesKey, aibotId, aibotSecret } = demoCredentials;
  const { contactsSecret, contactsCallbackToken, contactsCallbackAesKey } = demoCredentials;
  return {
    corpId,
    agentId,
    agentSecret,
    callbackToken,
    callbackAesKey,
    contacts: { secret: contactsSecret, token: contactsCallbackToken, aesKey: contactsCallbackAesKey },
    customerSecret: null,
    aibot: { id: aibotId, secret: aibotSecret },
    apiUrl: simulator.url,
    oauthUrl: simulator.url,
    loginUrl: simulator.url,
    aibotUrl: `${simulator.url.replace('http', 'ws')}/aibot`,
    publicUrl,
  };
}

async function answerCallback(
  platform: ChatPlatform,
  request: IncomingMessage,
  events: InboundEvent[],
): Promise<string | null> {
  const url = new URL(request.url ?? '/', 'http://door');
  const query = Object.fromEntries(url.searchParams);
  const channel = url.pathname === '/callbacks/wecom/contacts' ? 'contacts' : 'app';
  if (request.method === 'GET') {
    const checked = platform.callbacks.verifyAddress(channel, query);
    return 'echo' in checked ? checked.echo : null;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const received = platform.callbacks.receive(channel, query, Buffer.concat(chunks).toString('utf8'));
  if ('refused' in received) return null;
  events.push(received.event);
  return '';
}

function createControl(base: string): Tenant['control'] {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${base}/simulator/api/${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
