import { composeProduct, type Product } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { openFoundations } from '../../server/foundations.ts';
import type { Stage } from './processes-stage.ts';

/** The product inside the test's own process, on the same database as the stage's processes: to queue messages and to look at tables. */
export async function openProduct(stage: Stage): Promise<{ product: Product; close: () => Promise<void> }> {
  const config = readConfig({ ...stage.env, LOG_LEVEL: 'silent' });
  const { foundations, close } = await openFoundations(config, { name: 'test', onNudge: () => undefined });
  return { product: composeProduct(foundations), close };
}
