import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const database = ['test/setup/global-database.ts'];
const isFullForm = process.env['FAULT_FORM'] === 'full';
const pure = 'test/**/*.unit.test.ts';

/**
 * `unit` needs no database (name a file `*.unit.test.ts`), `h5` runs in a simulated browser, `integration` works on a
 * real MariaDB, `journeys` drives the whole product through a real browser, one story at a time, `faults` breaks what it stands on
 * (see test/faults), `bench` runs small measurements so that they keep working (see bench).
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'unit', include: [pure], exclude: ['test/h5/**'] } },
      { plugins: [vue()], test: { name: 'h5', include: ['test/h5/**/*.test.ts'], environment: 'happy-dom' } },
      {
        test: {
          name: 'integration',
          include: ['test/{server,bot,simulator,scripts}/**/*.test.ts'],
          exclude: [pure],
          globalSetup: database,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'security',
          include: ['test/security/**/*.test.ts'],
          globalSetup: database,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          globalSetup: database,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'bench',
          include: ['test/bench/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: [...database, 'test/setup/fault-table.ts'],
          // They mostly wait, each on a stage of its own; the full form counts milliseconds and has the machine for itself.
          fileParallelism: !isFullForm,
          testTimeout: isFullForm ? 3_600_000 : 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
