import { type RawData, type WebSocket } from 'ws';
import { z } from 'zod';

import { demoCredentials } from '../demo-credentials.ts';
import { ensure, WecomError, withHint } from '../wecom/error.ts';
import { type World } from '../world.ts';
import { robotCommands } from './commands.ts';
import { type Exchange } from './exchange.ts';
import { type Upload } from './uploads.ts';

/** The smart robot's long connection (reference 9.7, doc 101463): exactly one is alive. */
export interface RobotLine {
  /** By req_id of the callback. */
  exchanges: Map<string, Exchange>;
  uploads: Map<string, Upload>;
  attach(socket: WebSocket, ip: string): void;
  isConnected(): boolean;
  /** False when nobody is connected: the platform does not keep it for later. */
  tell(cmd: 'aibot_msg_callback' | 'aibot_event_callback', reqId: string, body: Record<string, unknown>): boolean;
}

const frameShape = z.object({
  cmd: z.string(),
  headers: z.object({ req_id: z.string().min(1) }),
  body: z.record(z.string(), z.unknown()).default({}),
});
type Frame = z.infer<typeof frameShape>;

export function createRobotLine(world: () => World): RobotLine {
  let alive: WebSocket | null = null;

  const become = (socket: WebSocket | null) => {
    alive = socket;
    world().live.emit({ type: 'robot', connected: socket !== null });
  };
  const subscribe = (socket: WebSocket, body: Record<string, unknown>) => {
    const { aibotId, aibotSecret } = demoCredentials;
    ensure(body.bot_id === aibotId && body.secret === aibotSecret, 40001, 'invalid bot_id or secret');
    if (alive && alive !== socket) kick(world(), alive);
    become(socket);
  };
  const handle = async (socket: WebSocket, frame: Frame, ip: string) => {
    if (frame.cmd === 'aibot_subscribe') return subscribe(socket, frame.body);
    ensure(socket === alive, 846605, 'subscribe first');
    if (frame.cmd === 'ping') return undefined;
    return runCommand(world(), socket, frame, ip);
  };
  return {
    exchanges: new Map(),
    uploads: new Map(),
    isConnected: () => alive !== null,
    attach: (socket, ip) => {
      const keepAlive = watchIdle(world(), socket);
      socket.on('message', (data) => {
        keepAlive();
        void answerFrame(world(), socket, data, ip, handle);
      });
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        if (alive === socket) become(null);
      });
    },
    tell(cmd, reqId, body) {
      if (!alive) return false;
      send(alive, { cmd, headers: { req_id: reqId }, body });
      return true;
    },
  };
}

type Handle = (socket: WebSocket, frame: Frame, ip: string) => Promise<Record<string, unknown> | void>;

async function answerFrame(world: World, socket: WebSocket, data: RawData, ip: string, handle: Handle): Promise<void> {
  const startedAt = performance.now();
  const frame = frameShape.safeParse(parseJson(data));
  if (!frame.success) return socket.terminate();
  const ack = { headers: { req_id: frame.data.headers.req_id }, errcode: 0, errmsg: 'ok' };
  try {
    const body = await handle(socket, frame.data, ip);
    send(socket, body ? { ...ack, body } : ack);
    record(world, frame.data, 0, startedAt);
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    send(socket, { ...ack, errcode: error.errcode, errmsg: withHint(error, ip, world.clock.seconds()) });
    record(world, frame.data, error.errcode, startedAt);
  }
}

async function runCommand(world: World, socket: WebSocket, { cmd, headers, body }: Frame, ip: string) {
  const fault = world.faults.hit(`/aibot/${cmd}`);
  if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault?.drop) return void socket.terminate();
  if (fault?.errcode !== undefined) throw new WecomError(fault.errcode);
  const command = robotCommands[cmd];
  ensure(command, 40008, 'unknown cmd');
  return command({ world, reqId: headers.req_id, body, ip });
}

function kick(world: World, old: WebSocket): void {
  send(old, {
    cmd: 'aibot_event_callback',
    headers: { req_id: `disconnected_${++world.state.serial}` },
    body: {
      msgid: `evt${++world.state.serial}`,
      create_time: world.clock.seconds(),
      aibotid: demoCredentials.aibotId,
      msgtype: 'event',
      event: { eventtype: 'disconnected_event' },
    },
  });
  old.close();
}

function watchIdle(world: World, socket: WebSocket): () => void {
  const start = () => setTimeout(() => socket.terminate(), world.timing.robotIdleTimeoutMs).unref();
  let timer = start();
  socket.on('close', () => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    timer = start();
  };
}

function send(socket: WebSocket, frame: Record<string, unknown>): void {
  socket.send(JSON.stringify(frame), () => undefined);
}

function parseJson(data: RawData): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}

function record(world: World, { cmd, body }: Frame, errcode: number, startedAt: number): void {
  world.journal.addRequest({
    time: new Date(world.clock.now()).toISOString(),
    method: 'WS',
    path: `/aibot/${cmd}`,
    errcode,
    httpStatus: 101,
    durationMs: Math.round(performance.now() - startedAt),
    body: cmd === 'aibot_subscribe' ? '' : JSON.stringify(body).slice(0, 4000),
  });
  if (cmd !== 'ping') world.storage.saveSoon();
}
