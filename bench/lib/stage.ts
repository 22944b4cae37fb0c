import { buildProduct } from '../../scripts/lib/build.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { openStage, type Role, type Stage } from '../../test/support/processes-stage.ts';
import type { BenchDatabase } from './database.ts';

/** The demo company in the simulator and the built product beside it, as `npm start` runs them. */
export const openDemo = async (database: BenchDatabase, roles: Role[]): Promise<Stage> => {
  await buildProduct(root, (what) => console.error(`  building ${what}`));
  const databaseUrl = await database.dataset('demo', 'v1', () => Promise.resolve());
  return openStage({ label: 'bench', databaseUrl, history: true, roles });
};
