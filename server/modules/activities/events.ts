import { z } from 'zod';
import { followUpKinds, followUpKind } from '../../contract/activities.ts';
import { id } from '../../contract/page.ts';
import { eventKind } from '../../kernel/event.ts';

export const followUpLogged = eventKind(
  'follow_up.logged',
  z.object({
    followUpId: id,
    customerId: id,
    customerName: z.string(),
    opportunityId: id.nullable(),
    authorId: id,
    kind: followUpKind,
    content: z.string(),
  }),
  ({ kind, content }) => `记录了${followUpKinds[kind]}跟进:${content}`,
);
export const followUpCommented = eventKind(
  'follow_up.commented',
  z.object({
    followUpId: id,
    customerId: id,
    customerName: z.string(),
    authorId: id,
    commenterId: id,
    commenterName: z.string(),
    text: z.string(),
  }),
  ({ text }) => `点评了跟进:${text}`,
);
