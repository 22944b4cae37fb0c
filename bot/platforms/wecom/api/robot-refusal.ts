import { z } from 'zod';

import { ChatError } from '../../../../server/ports/chat.ts';
import { refusal } from './refusal.ts';

const refusedFrame = z.looseObject({ errcode: z.number().int(), errmsg: z.string().default('') });

/** Over 30 a minute in one conversation; the block lasts as long as the window (doc 101463). */
const ROBOT_WINDOW_MS = 60_000;

/** The SDK rejects with the platform's frame when it was refused and with an Error when no answer came. */
export function toRobotError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  const frame = refusedFrame.safeParse(error);
  if (frame.success) {
    const { errcode, errmsg } = frame.data;
    return refusal(errcode, errmsg, errcode === 45009 ? ROBOT_WINDOW_MS : null);
  }
  return new ChatError('unreachable', 'robot_connection', error instanceof Error ? error.message : 'no answer');
}
