import { createHash } from 'node:crypto';

import { type Clock, createClock } from './clock.ts';
import { createFaults, type Faults } from './http/faults.ts';
import { createFrequency, type Frequency } from './http/frequency.ts';
import { createJournal, type Journal } from './http/journal.ts';
import { createLive, type Live } from './live.ts';
import { loadOrg } from './org/load-org.ts';
import { type OrgFile } from './org/org-file.ts';
import { defaultSettings } from './settings.ts';
import { emptyState, type State } from './state.ts';
import { createStorage, type Storage } from './storage.ts';
import { type Callbacks, createCallbacks } from './wecom/callbacks.ts';
import { createRobotLine, type RobotLine } from './robot/line.ts';

/** Everything the parts of the simulator share. `state` is replaced as a whole by a reset: read it through here. */
export interface World {
  state: State;
  readonly clock: Clock;
  readonly live: Live;
  readonly storage: Storage;
  readonly frequency: Frequency;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly callbacks: Callbacks;
  readonly robotLine: RobotLine;
  readonly timing: Timing;
  /** Own address without a trailing slash. */
  url: string;
  reset(): void;
}

/** Real milliseconds. WeCom's own values unless a test shortens them. */
export interface Timing {
  callbackTimeoutMs: number;
  callbackRetryAfterMs: number;
  verifyTimeoutMs: number;
  robotPressTimeoutMs: number;
  robotIdleTimeoutMs: number;
}

export const wecomTiming: Timing = {
  callbackTimeoutMs: 5000,
  callbackRetryAfterMs: 1000,
  verifyTimeoutMs: 1000,
  robotPressTimeoutMs: 5000,
  robotIdleTimeoutMs: 100_000,
};

export interface WorldOptions {
  org: OrgFile;
  appUrl: string;
  dataFolder?: string | undefined;
  timing?: Partial<Timing>;
}

export function createWorld(options: WorldOptions): World {
  const live = createLive();
  const clock = createClock((offsetMs) => {
    world.state.clockOffsetMs = offsetMs;
    live.emit({ type: 'clock', clock: { now: new Date(clock.now()).toISOString(), offsetMs } });
  });
  const world: World = {
    state: freshState(options, clock),
    clock,
    live,
    storage: createStorage(options.dataFolder, () => world.state),
    frequency: createFrequency(clock),
    faults: createFaults(),
    journal: createJournal(),
    callbacks: createCallbacks(() => world),
    robotLine: createRobotLine(() => world),
    timing: { ...wecomTiming, ...options.timing },
    url: '',
    reset: () => resetWorld(world, options),
  };
  restore(world, options);
  return world;
}

function freshState(options: WorldOptions, clock: Clock): State {
  const state = emptyState(defaultSettings(options.appUrl));
  loadOrg(state, options.org, clock.now());
  state.orgFileDigest = digestOf(options.org);
  return state;
}

function restore(world: World, options: WorldOptions): void {
  const saved = world.storage.load();
  if (saved?.orgFileDigest !== digestOf(options.org)) return;
  world.state = { ...emptyState(world.state.settings), ...saved };
  world.state.settings = { ...defaultSettings(options.appUrl), ...saved.settings, appUrl: options.appUrl };
  world.clock.setOffset(saved.clockOffsetMs);
}

function digestOf(org: OrgFile): string {
  return createHash('sha256').update(JSON.stringify(org)).digest('hex');
}

function resetWorld(world: World, options: WorldOptions): void {
  const appUrl = world.state.settings.appUrl;
  world.clock.setOffset(0);
  world.state = freshState({ ...options, appUrl }, world.clock);
  world.storage.clearBytes();
  world.frequency.clear();
  world.robotLine.exchanges.clear();
  world.faults.clear();
  world.journal.clear();
  world.live.emit({ type: 'reset' });
}

/** Ids that sort by creation, unlike anything a real tenant uses. */
export function nextSerial(world: World): number {
  return ++world.state.serial;
}
