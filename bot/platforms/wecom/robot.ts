import { WSClient, type WsFrame } from '@wecom/aibot-node-sdk';

import { ChatError, type InboundEvent } from '../../../server/ports/chat.ts';
import { type RobotConnection } from '../../../server/ports/platform.ts';
import { toRobotError } from './api/robot-refusal.ts';
import { type TemplateCard } from './cards.ts';
import { officialUrls, type PlatformLog, type WecomConfig } from './config.ts';
import { readRobotMessage, readRobotPress } from './events/robot-event.ts';
import { callLimits, robotAnswerMs } from './limits.ts';

/** The smart robot's long connection, and what can be said over it while this process holds it (doc 101463). */
export interface WecomRobot extends RobotConnection {
  sendMarkdown(chatId: string, markdown: string): Promise<void>;
  sendCard(chatId: string, card: TemplateCard): Promise<void>;
  sendPicture(chatId: string, png: Buffer, name: string): Promise<void>;
  /** Replaces the pressed card for everybody who got it. @throws ChatError `card_expired` after five seconds. */
  answerPress(requestId: string, card: TemplateCard): Promise<void>;
}

type OnEvent = (event: InboundEvent) => void;

export function createRobot(
  credentials: { id: string; secret: string },
  config: Pick<WecomConfig, 'aibotUrl'>,
  deps: { clock: { now(): Date }; log: PlatformLog },
): WecomRobot {
  let client: WSClient | null = null;
  const answerable = new Map<string, NodeJS.Timeout>();

  function connected(): WSClient {
    if (client?.isConnected) return client;
    throw new ChatError('unreachable', 'robot_offline', 'this process does not hold the connection of the robot');
  }

  async function over(command: (client: WSClient) => Promise<unknown>): Promise<void> {
    try {
      await command(connected());
    } catch (error) {
      throw toRobotError(error);
    }
  }

  function listen(to: WSClient, onEvent: OnEvent): void {
    to.on('message', (frame) => deliver(onEvent, readRobotMessage(frame.body, deps.clock.now()), frame));
    to.on('event.template_card_event', (frame) => {
      const requestId = frame.headers.req_id;
      answerable.set(requestId, setTimeout(() => answerable.delete(requestId), robotAnswerMs).unref());
      deliver(onEvent, readRobotPress(frame.body, requestId, deps.clock.now()), frame);
    });
  }

  function deliver(onEvent: OnEvent, event: InboundEvent | null, frame: WsFrame): void {
    if (event) onEvent(event);
    else deps.log.warn({ requestId: frame.headers.req_id }, 'a frame of the robot was not understood');
  }

  function watch(opened: WSClient, onLost: (reason: string) => void): void {
    const lose = (reason: string): void => {
      if (client !== opened) return;
      drop();
      onLost(reason);
    };
    // The newer connection has the robot now; taking it back would begin a quarrel.
    opened.on('event.disconnected_event', () => lose('taken_over'));
    opened.on('error', (error) => {
      deps.log.warn({ error: error.message }, 'the connection of the robot has trouble');
      if (isFinal(error)) lose('refused');
    });
  }

  function drop(): void {
    client?.removeAllListeners();
    client?.disconnect();
    client = null;
    for (const timer of answerable.values()) clearTimeout(timer);
    answerable.clear();
  }

  return {
    open: async (onEvent, onLost) => {
      drop();
      const opening = createSocket(credentials, config.aibotUrl ?? officialUrls.aibot, deps.log);
      client = opening;
      listen(opening, onEvent);
      watch(opening, onLost);
      try {
        await authenticate(opening);
      } catch (error) {
        if (client === opening) drop();
        throw error;
      }
    },
    close: async () => drop(),
    sendMarkdown: (chatId, markdown) =>
      over((via) => via.sendMessage(chatId, { msgtype: 'markdown', markdown: { content: markdown } })),
    sendCard: (chatId, card) =>
      over((via) => via.sendMessage(chatId, { msgtype: 'template_card', template_card: card })),
    sendPicture: (chatId, png, filename) =>
      over(async (via) => {
        const media = await via.uploadMedia(png, { type: 'image', filename });
        await via.sendMediaMessage(chatId, 'image', media.media_id);
      }),
    answerPress: async (requestId, card) => {
      const timer = answerable.get(requestId);
      if (!timer) throw new ChatError('card_expired', 'press_expired', 'the press is older than five seconds');
      // One answer per press (doc 101031).
      clearTimeout(timer);
      answerable.delete(requestId);
      await over((via) => via.updateTemplateCard({ headers: { req_id: requestId } }, card));
    },
  };
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
