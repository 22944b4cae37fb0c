import type { Channel } from '../server/modules/messages/index.ts';
import { sendDue } from './send-due.ts';
import type { SenderOptions } from './send-messages.ts';
import { findTarget } from './targets.ts';
import { isStillWanted } from './still-wanted.ts';

/**
 * The platform recognises a repeated message to a person, so several may be under way, as many as it takes at once; those to groups go one
 * by one.
 */
const parallelToPeople = 5;
const parallelToGroups = 1;

export interface Sender {
  sendToPeople(): Promise<boolean>;
  sendToGroups(): Promise<boolean>;
  sendAsRobot(): Promise<boolean>;
}

/**
 * The queues of the ledger, as rounds of a loop; where one way out is slow, the others go on. `holdsRobot` says whether this process can
 * reach the robot's chats.
 */
export const createSender = (
  options: Pick<SenderOptions, 'kernel' | 'chat' | 'metrics' | 'loadPicture'> & { holdsRobot(): boolean },
): Sender => {
  const send = (channels: Channel[], parallel: number): Promise<boolean> =>
    sendDue({ ...options, findTarget, isStillWanted }, channels, parallel);
  return {
    sendToPeople: () => send(['person'], parallelToPeople),
    sendToGroups: () => send(['webhook'], parallelToGroups),
    sendAsRobot: async () => options.holdsRobot() && send(['robot'], parallelToGroups),
  };
};
