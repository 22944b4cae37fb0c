import { WSClient } from '@wecom/aibot-node-sdk';

import { ChatError, type InboundEvent } from '../../../server/ports/chat.ts';
import { type RobotConnection } from '../../../server/ports/platform.ts';
import { toRobotError } from './api/robot-refusal.ts';
import { type TemplateCard } from './cards.ts';
import { type PlatformLog } from './config.ts';
import { readRobotMessage, readRobotPress } from './events/robot-event.ts';
import { callLimits, robotAnswerMs } from './limits.ts';

type OnEvent = (event: InboundEvent) => void;

interface RobotDeps {
  clock: { now(): Date };
  log: PlatformLog;
}

/** The smart robot's long connection, and what can be said over it while this process holds it (doc 101463). */
export class WecomRobot implements RobotConnection {
  readonly #credentials: { id: string; secret: string };
  readonly #url: string;
  readonly #deps: RobotDeps;
  /** Presses that may still be answered, by request. */
  readonly #answerable = new Map<string, NodeJS.Timeout>();
  #client: WSClient | null = null;

  constructor(credentials: { id: string; secret: string }, url: string, deps: RobotDeps) {
    this.#credentials = credentials;
    this.#url = url;
    this.#deps = deps;
  }

  /** @throws ChatError `misconfigured` for refused credentials, `unreachable` without a connection. */
  async open(onEvent: OnEvent, onLost: (reason: string) => void): Promise<void> {
    this.#drop();
    const client = createSocket(this.#credentials, this.#url, this.#deps.log);
    this.#client = client;
    this.#listen(client, onEvent);
    this.#watch(client, onLost);
    try {
      await authenticate(client);
    } catch (error) {
      if (this.#client === client) this.#drop();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#drop();
  }

  async sendMarkdown(chatId: string, content: string): Promise<void> {
    await this.#over((client) => client.sendMessage(chatId, { msgtype: 'markdown', markdown: { content } }));
  }

  async sendCard(chatId: string, card: TemplateCard): Promise<void> {
    await this.#over((client) => client.sendMessage(chatId, { msgtype: 'template_card', template_card: card }));
  }

  async sendPicture(chatId: string, png: Buffer, filename: string): Promise<void> {
    await this.#over(async (client) => {
      const media = await client.uploadMedia(png, { type: 'image', filename });
      return client.sendMediaMessage(chatId, 'image', media.media_id);
    });
  }

  /** Replaces the pressed card for everybody who got it, once. @throws ChatError `card_expired` after five seconds (doc 101031). */
  async answerPress(requestId: string, card: TemplateCard): Promise<void> {
    const timer = this.#answerable.get(requestId);
    if (!timer)
      throw new ChatError('card_expired', 'press_expired', 'the press is answered or older than five seconds');
    clearTimeout(timer);
    this.#answerable.delete(requestId);
    await this.#over((client) => client.updateTemplateCard({ headers: { req_id: requestId } }, card));
  }

  async #over(command: (client: WSClient) => Promise<unknown>): Promise<void> {
    if (!this.#client?.isConnected) {
      throw new ChatError('offline', 'robot_offline', 'this process does not hold the connection of the robot');
    }
    try {
      await command(this.#client);
    } catch (error) {
      throw toRobotError(error);
    }
  }

  #listen(client: WSClient, onEvent: OnEvent): void {
    const deliver = (event: InboundEvent | null, requestId: string): void => {
      if (event) onEvent(event);
      else this.#deps.log.warn({ requestId }, 'a frame of the robot was not understood');
    };
    client.on('message', ({ body, headers }) =>
      deliver(readRobotMessage(body, this.#deps.clock.now()), headers.req_id),
    );
    client.on('event.template_card_event', ({ body, headers }) => {
      const requestId = headers.req_id;
      this.#answerable.set(requestId, setTimeout(() => this.#answerable.delete(requestId), robotAnswerMs).unref());
      deliver(readRobotPress(body, requestId, this.#deps.clock.now()), requestId);
    });
  }

  #watch(client: WSClient, onLost: (reason: string) => void): void {
    const lose = (reason: string): void => {
      if (this.#client !== client) return;
      this.#drop();
      onLost(reason);
    };
    // The newer connection has the robot now; taking it back would begin a quarrel.
    client.on('event.disconnected_event', () => lose('taken_over'));
    client.on('error', (error) => {
      this.#deps.log.warn({ error: error.message }, 'the connection of the robot has trouble');
      if (isFinal(error)) lose('refused');
    });
  }

  #drop(): void {
    this.#client?.removeAllListeners();
    this.#client?.disconnect();
    this.#client = null;
    for (const timer of this.#answerable.values()) clearTimeout(timer);
    this.#answerable.clear();
  }
}

function createSocket(credentials: { id: string; secret: string }, wsUrl: string, log: PlatformLog): WSClient {
  return new WSClient({
    botId: credentials.id,
    secret: credentials.secret,
    wsUrl,
    // Broken connections come back by themselves; refused credentials give up.
    maxReconnectAttempts: -1,
    maxAuthFailureAttempts: 3,
    logger: {
      // Its debug lines quote what people wrote.
      debug: () => undefined,
      info: (message) => log.debug({ part: 'robot' }, message),
      warn: (message) => log.debug({ part: 'robot' }, message),
      error: (message) => log.warn({ part: 'robot' }, message),
    },
  });
}

/** Settles with the first answer to the subscription. @throws ChatError */
function authenticate(client: WSClient): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error('no answer to the subscription')), callLimits.timeoutMs);
    const succeed = (): void => {
      clearTimeout(timer);
      client.off('error', fail);
      resolve();
    };
    function fail(error: Error): void {
      clearTimeout(timer);
      client.off('authenticated', succeed);
      const isRefused = error.message.startsWith('Authentication failed');
      reject(new ChatError(isRefused ? 'misconfigured' : 'unreachable', 'robot_connect', error.message));
    }
    client.once('authenticated', succeed);
    client.once('error', fail);
    client.connect();
  });
}

function isFinal(error: Error): boolean {
  return 'code' in error && (error.code === 'WS_AUTH_FAILURE_EXHAUSTED' || error.code === 'WS_RECONNECT_EXHAUSTED');
}
