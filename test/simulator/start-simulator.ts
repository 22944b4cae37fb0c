import { afterEach } from 'vitest';

import { type ClockMove, type MessagePage, type MessageView } from '../../simulator/control/types.ts';
import { demoCredentials } from '../../simulator/demo-credentials.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.ts';
import { smallCompany } from './small-company.ts';

export type Json = Record<string, unknown>;

/** A simulator on a free port with the small company, and short ways to talk to it. */
export interface Rig {
  simulator: Simulator;
  /** Calls the platform with the app's token unless the path brings its own. */
  get(path: string): Promise<Json>;
  post(path: string, body: unknown): Promise<Json>;
  contacts: { get(path: string): Promise<Json>; post(path: string, body: unknown): Promise<Json> };
  /** The control API; throws when it refuses. */
  control<Answer = Json>(method: string, path: string, body?: unknown): Promise<Answer>;
  advance(seconds: number): Promise<void>;
  send(message: Json): Promise<Json>;
}

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function cleanUp(work: () => Promise<void>): void {
  cleanups.push(work);
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Rig> {
  const simulator = await createSimulator({
    org: smallCompany,
    appUrl: 'http://127.0.0.1:9',
    ...options,
    timing: { callbackRetryAfterMs: 5, callbackTimeoutMs: 400, robotPressTimeoutMs: 400, ...options.timing },
  });
  cleanUp(() => simulator.close());
  const app = platform(simulator.url, demoCredentials.agentSecret);
  const control = controlOf(simulator.url);
  return {
    simulator,
    ...app,
    contacts: platform(simulator.url, demoCredentials.contactsSecret),
    control,
    advance: async (seconds) => {
      const move: ClockMove = { advanceSeconds: seconds };
      await control('POST', 'clock', move);
    },
    send: (message) => app.post('/cgi-bin/message/send', { agentid: demoCredentials.agentId, ...message }),
  };
}

function platform(url: string, secret: string) {
  const call = async (path: string, init: RequestInit = {}) => {
    const token = await json(`${url}/cgi-bin/gettoken?corpid=${demoCredentials.corpId}&corpsecret=${secret}`);
    const glue = path.includes('?') ? '&' : '?';
    return json(`${url}${path}${glue}access_token=${String(token.access_token)}`, init);
  };
  return {
    get: (path: string) => call(path),
    post: (path: string, body: unknown) => call(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}

function controlOf(url: string) {
  return async <Answer = Json>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${url}/simulator/api/${path}`, init);
    const answer = (await response.json()) as Answer & { message?: string };
    if (!response.ok) throw new Error(`${response.status} ${answer.message}`);
    return answer;
  };
}

export async function json(url: string, init: RequestInit = {}): Promise<Json> {
  const response = await fetch(url, init);
  return (await response.json()) as Json;
}

/** What a person finds in a conversation, by default the app's. */
export async function inbox(rig: Rig, userid: string, conversationId = `app:${userid}`): Promise<MessageView[]> {
  const page = await rig.control<MessagePage>('GET', `conversations/${conversationId}/messages?for=${userid}`);
  return page.messages;
}
