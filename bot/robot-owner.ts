import { tryLease, type Lease } from '../server/kernel/lease.ts';
import type { Kernel } from '../server/kernel/work.ts';
import type { InboundEvent } from '../server/ports/chat.ts';
import type { RobotConnection } from '../server/ports/platform.ts';

const leaseMs = 15_000;
const stableMs = 60_000;
const firstPauseMs = 5000;
const longestPauseMs = 60_000;

export interface RobotOwner {
  /** Does this process hold the connection now? Only then can it send to the robot's chats. */
  holds(): boolean;
  /** One round: keep what we have, or try to get it. Called every few seconds. */
  tend(): Promise<void>;
  release(): Promise<void>;
}

/** Holds the smart robot's one connection while this process holds its lease; waits ever longer after it was lost or taken over. */
export const createRobotOwner = (
  kernel: Kernel,
  robot: RobotConnection,
  onEvent: (event: InboundEvent) => void,
): RobotOwner => {
  let lease: Lease | null = null;
  let connectedAt: number | null = null;
  let retryAt = 0;
  let pauseMs = firstPauseMs;

  const backOff = (reason: string): void => {
    const wasStable = connectedAt !== null && Date.now() - connectedAt > stableMs;
    if (wasStable) pauseMs = firstPauseMs;
    connectedAt = null;
    retryAt = Date.now() + pauseMs;
    kernel.log.warn({ reason, pauseMs }, 'the connection of the smart robot is gone');
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };

  const letGo = async (): Promise<void> => {
    if (!lease) return;
    const held = lease;
    lease = null;
    connectedAt = null;
    await robot.close().catch(() => undefined);
    await held.release().catch(() => undefined);
  };

  const connect = async (): Promise<void> => {
    lease ??= await tryLease(kernel.db, 'robot', leaseMs);
    if (!lease) return;
    try {
      await robot.open(onEvent, backOff);
      connectedAt = Date.now();
    } catch (error) {
      backOff(String(error));
    }
  };

  return {
    holds: () => connectedAt !== null,
    tend: async () => {
      if (lease && !(await lease.renew())) await letGo();
      if (connectedAt !== null) return;
      if (Date.now() < retryAt) await letGo();
      else await connect();
    },
    release: letGo,
  };
};
