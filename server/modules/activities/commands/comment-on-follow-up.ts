import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { insert } from '../../../kernel/rows.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { customerNames, touchCustomer } from '../../customers/index.ts';
import { followUpCommented } from '../events.ts';
import { followUpComments, getVisibleFollowUp } from '../store.ts';

export const commentOnFollowUp = async (work: Work, input: { id: Id; text: string }): Promise<{ id: Id }> => {
  const commenterId = personOf(work);
  const followUp = await getVisibleFollowUp(work, input.id);
  const id = await insert(work, followUpComments, {
    followUpId: followUp.id,
    authorId: commenterId,
    text: input.text,
  });
  await touchCustomer(work, followUp.customerId);
  const names = await customerNames(work, [followUp.customerId]);
  await emit(work, followUpCommented, {
    subject: { kind: 'follow_up', id: followUp.id },
    threadId: followUp.customerId,
    payload: {
      followUpId: followUp.id,
      customerId: followUp.customerId,
      customerName: names.get(followUp.customerId) ?? '',
      authorId: followUp.authorId,
      commenterId,
      commenterName: work.actor.name,
      text: input.text,
    },
  });
  return { id };
};
