import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { ensure, required } from '../../../kernel/problem.ts';
import type { Work } from '../../../kernel/work.ts';
import { messageResent } from '../events.ts';
import { messageLifecycle } from '../message.ts';
import { findMessage } from '../queries.ts';
import { messages } from '../store.ts';

/** Gives a message that failed or was given up another chance, at once. */
export const resendMessage = async (work: Work, id: Id): Promise<void> => {
  const message = required(await findMessage(work, id));
  ensure(message.state === 'failed' || message.state === 'dropped', 'message.not_resendable');
  await move(
    work,
    messages,
    messageLifecycle,
    { id, from: message.state, to: 'queued' },
    { dueAt: work.clock.now(), attempts: 0, errorCode: null, errorMessage: null },
  );
  await emit(work, messageResent, {
    subject: { kind: 'message', id },
    payload: { messageId: id, title: message.title, recipient: message.recipientName },
  });
};
