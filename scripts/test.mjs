// npm test: installs what is missing and runs everything. npm test -- --only lint,integration [path …] runs a part.
import { explain } from './lib/failure.mjs';
import { ensureNode } from './lib/node-version.mjs';

async function main() {
  ensureNode();
  // Loaded only now: an old Node.js could not even read what follows.
  const { testProduct } = await import('./lib/test-product.mjs');
  return testProduct(process.argv.slice(2));
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(explain(error));
    process.exit(1);
  },
);
