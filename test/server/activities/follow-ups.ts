import type { z } from 'zod';
import { logFollowUp } from '../../../server/contract/activities.ts';
import type { Id } from '../../../server/contract/page.ts';
import type { Answer, World } from '../../support/world.ts';

type Fields = Partial<z.input<typeof logFollowUp.body>> & { customerId: Id };

/** Logs a contact through the public endpoint. */
export const log = (world: World, as: Id, fields: Fields): Promise<Answer<typeof logFollowUp>> =>
  world.call(as, logFollowUp, { body: { kind: 'call', content: '聊了聊', ...fields } });

/** The same where it must succeed; the id. */
export const logged = async (world: World, as: Id, fields: Fields): Promise<Id> => {
  const answer = await log(world, as, fields);
  if (!answer.ok) throw new Error(`${answer.problem.code}: ${answer.problem.detail}`);
  return answer.data.id;
};
