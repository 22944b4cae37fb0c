import type { Channel } from '../server/modules/messages/index.ts';
import { sendNext, type SenderOptions } from './send-messages.ts';
import { findTarget } from './targets.ts';
import { isStillWanted } from './still-wanted.ts';

/** The platform recognises a repeated message to a person, so several may be under way; those to groups go one by one. */
const parallelToPeople = 4;

export interface Sender {
  sendToPeople(): Promise<boolean>;
  sendToGroups(): Promise<boolean>;
}

/** The two queues of the ledger, as rounds of a loop. `holdsRobot` says whether this process can reach the robot's chats. */
export const createSender = (
  options: Pick<SenderOptions, 'kernel' | 'chat' | 'metrics' | 'loadPicture'> & { holdsRobot(): boolean },
): Sender => {
  const send = (channels: Channel[]): Promise<boolean> => sendNext({ ...options, findTarget, isStillWanted }, channels);
  return {
    sendToPeople: async () => {
      if (!(await send(['person']))) return false;
      await Promise.all(Array.from({ length: parallelToPeople }, () => drain(() => send(['person']))));
      return true;
    },
    sendToGroups: () => send(options.holdsRobot() ? ['webhook', 'robot'] : ['webhook']),
  };
};

/** A bounded burst, so that a stop is noticed soon. */
const drain = async (sendOne: () => Promise<boolean>): Promise<void> => {
  for (let sent = 0; sent < 25; sent += 1) if (!(await sendOne())) return;
};
