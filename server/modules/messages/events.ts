import { z } from 'zod';
import { eventKind } from '../../kernel/event.ts';

export const messageResent = eventKind(
  'message.resent',
  z.object({ messageId: z.string(), title: z.string(), recipient: z.string() }),
  ({ title, recipient }) => `把消息「${title}」重新发送给 ${recipient}`,
);
