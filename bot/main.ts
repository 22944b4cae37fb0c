import { dispatchOutbox, type Reach } from '../server/kernel/outbox.ts';
import { createIntake, handleInbox } from '../server/kernel/inbox.ts';
import type { Metrics } from '../server/kernel/metrics.ts';
import type { Job } from '../server/kernel/schedule.ts';
import { systemWork, type Kernel, type Work } from '../server/kernel/work.ts';
import { countWaiting, reclaimMessages } from '../server/modules/messages/index.ts';
import type { ChatPlatform } from '../server/ports/platform.ts';
import type { HandleInbound } from './inbound.ts';
import { startLoop, type Loop } from './loops.ts';
import { createRobotOwner, type RobotOwner } from './robot-owner.ts';
import { startSchedule } from './schedule.ts';
import { createSender } from './sender.ts';

/** What of the composed product the bot drives. */
export interface BotProduct {
  kernel: Kernel;
  jobs: readonly Job[];
  handleInbound: HandleInbound;
  loadPicture(work: Work, digestId: string): Promise<Buffer>;
}

export interface Bot {
  /** Something new waits in the outbox. */
  nudge(): void;
  /** Ends the rounds under way, lets the robot go, then resolves. */
  stop(): Promise<void>;
}

/** Answers time and events: outbox, inbox, the ledger's queue, the schedule, the smart robot. Any number of bots may run on one database. */
export const startBot = (product: BotProduct, platform: ChatPlatform, { metrics }: { metrics: Metrics }): Bot => {
  const { kernel, handleInbound } = product;
  const { log } = kernel;
  const robot = ownerOf(product, platform);
  const sender = createSender({
    kernel,
    chat: platform.chat,
    metrics,
    loadPicture: product.loadPicture,
    holdsRobot: () => robot?.holds() ?? false,
  });
  const senders = [
    startLoop({ name: 'messages to people', everyMs: 1000, log, run: sender.sendToPeople }),
    startLoop({ name: 'messages to groups', everyMs: 1000, log, run: sender.sendToGroups }),
    startLoop({ name: 'messages of the robot', everyMs: 1000, log, run: sender.sendAsRobot }),
  ];
  const dispatch = async (reach: Reach): Promise<boolean> => {
    const ran = await dispatchOutbox(kernel, reach);
    if (ran > 0) for (const loop of senders) loop.nudge();
    return ran > 0;
  };
  const outbox = startLoop({ name: 'outbox', everyMs: 1000, log, run: () => dispatch('inside') });
  const outward = startLoop({ name: 'outbox, outside', everyMs: 1000, log, run: () => dispatch('outside') });
  const loops: Loop[] = [
    outbox,
    outward,
    ...senders,
    startLoop({
      name: 'inbox',
      everyMs: 1000,
      log,
      run: async () => (await handleInbox(kernel, handleInbound)) > 0,
    }),
    startLoop({
      name: 'abandoned messages',
      everyMs: 5000,
      log,
      run: async () => {
        const work = systemWork(kernel, 'bot');
        await reclaimMessages(work);
        metrics.queued.set(await countWaiting(work));
        return false;
      },
    }),
  ];
  if (robot) loops.push(startLoop({ name: 'robot', everyMs: 3000, log, run: () => robot.tend().then(() => false) }));
  const schedule = startSchedule(kernel, product.jobs);
  return {
    nudge: () => [outbox, outward].forEach((loop) => loop.nudge()),
    stop: async () => {
      await Promise.all([schedule.stop(), ...loops.map((loop) => loop.stop())]);
      await robot?.release();
    },
  };
};

const ownerOf = ({ kernel, handleInbound }: BotProduct, { robot }: ChatPlatform): RobotOwner | null => {
  if (!robot) return null;
  const take = createIntake(kernel, handleInbound);
  return createRobotOwner(kernel, robot, (event) => {
    take('robot', event.dedupeKey, event).catch((error: unknown) =>
      kernel.log.error({ error: String(error) }, 'robot event not stored'),
    );
  });
};
