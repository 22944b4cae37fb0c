import type { Measurement } from './lib/bench.ts';
import { stayFlat } from './memory.ts';
import { listUnderScope } from './p1-list.ts';
import { unluckyLists } from './p2-unlucky.ts';
import { createCustomers } from './p3-create.ts';
import { handOver } from './p4-handover.ts';
import { makeDigestsOfAll } from './p5-digests.ts';
import { takeCallbacks } from './p6-callbacks.ts';
import { sendMessages } from './p7-messages.ts';
import { firstScreen } from './p8-first-screen.ts';
import { startAgain } from './p10-start.ts';

/** Every measurement, in the order of the targets. */
export const measurements: readonly Measurement[] = [
  listUnderScope,
  unluckyLists,
  createCustomers,
  handOver,
  makeDigestsOfAll,
  takeCallbacks,
  sendMessages,
  firstScreen,
  startAgain,
  stayFlat,
];
