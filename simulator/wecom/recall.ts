import { z } from 'zod';

import { findMessage, messageChanged } from '../chat/post-message.ts';
import { DAY } from '../clock.ts';
import { bodyOf, type Call } from '../http/endpoint.ts';
import { ensure } from './error.ts';

/** Reference 7.7: within 24 hours, for all recipients. */
export function recall(call: Call) {
  const { world } = call;
  const { msgid } = bodyOf(call, z.object({ msgid: z.string() }));
  const message = findMessage(world, msgid);
  ensure(message && message.sender.kind === 'app', 40058, 'invalid msgid');
  ensure(world.clock.now() - message.at <= DAY, 42052, 'msgid expired');
  message.recalledAt ??= world.clock.now();
  messageChanged(world, message);
  return {};
}
