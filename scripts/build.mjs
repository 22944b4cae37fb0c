// npm run build: programs and pages into dist/.
import { buildProduct } from './lib/build.mjs';
import { explain } from './lib/failure.mjs';
import { root } from './lib/root.mjs';
import { step } from './lib/steps.mjs';

try {
  await step('构建 (build)', (report) => buildProduct(root, report));
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
