import type { Knex } from 'knex';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isDatabaseAway, openDatabase } from '../../../server/kernel/database.ts';
import { once } from '../../../server/kernel/idempotency.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import type { Work } from '../../../server/kernel/work.ts';
import { testDatabaseUrl } from '../../setup/database.ts';
import { openDatabaseProxy, type CommitFate, type DatabaseProxy } from '../../support/database-proxy.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld({ isolated: true });
let proxy: DatabaseProxy;
let db: Knex;
let work: Work;

beforeAll(async () => {
  proxy = await openDatabaseProxy(await testDatabaseUrl());
  db = openDatabase(proxy.url, { poolSize: 2 });
});
beforeEach(() => (work = { ...world.work, db }));
afterAll(async () => {
  await db.destroy();
  await proxy.close();
});

let runs = 0;
/** One effect per run that is kept. */
const body = async (inner: Work): Promise<{ run: number }> => {
  runs += 1;
  await inner.db('leases').insert({ name: `run ${runs}`, holder: 'x', until_ms: 0 });
  return { run: runs };
};
const effects = (): Promise<string[]> => world.kernel.db('leases').orderBy('name').pluck('name');
beforeEach(() => (runs = 0));

describe('a command without a key', () => {
  it('is run again when COMMIT reports a deadlock, as a cluster does after a failed certification', async () => {
    proxy.nextCommit('refused');
    expect(await inTransaction(work, body)).toEqual({ run: 2 });
    expect(await effects()).toEqual(['run 2']);
  });

  it('is run again when the connection breaks before COMMIT', async () => {
    const answer = await inTransaction(work, async (inner) => {
      const done = await body(inner);
      if (runs === 1) proxy.cut();
      await inner.db('leases').first('name');
      return done;
    });
    expect([answer, await effects()]).toEqual([{ run: 2 }, ['run 2']]);
  });

  it.each<[CommitFate, string[]]>([
    ['lost before', []],
    ['lost after', ['run 1']],
  ])(
    'is not run again when COMMIT got no answer (%s): nobody can know here whether it happened',
    async (fate, kept) => {
      proxy.nextCommit(fate);
      const error = await inTransaction(work, body).catch((reason: unknown) => reason);
      expect([isDatabaseAway(error), runs, await effects()]).toEqual([true, 1, kept]);
    },
  );
});

describe('a command under a key', () => {
  const key = { personId: '1', key: 'commit-test', operation: 'test', requestHash: 'x'.repeat(64) };

  it.each<[CommitFate, number]>([
    ['refused', 2],
    ['lost before', 2],
    ['lost after', 1],
  ])('has one effect and its answer when COMMIT is %s', async (fate, run) => {
    proxy.nextCommit(fate);
    expect(await once(work, key, body)).toEqual({ run });
    expect([runs, await effects()]).toEqual([run, [`run ${run}`]]);
    expect([await once(work, key, body), await effects()]).toEqual([{ run }, [`run ${run}`]]);
  });
});
