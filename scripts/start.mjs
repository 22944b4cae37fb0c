// npm start: from a fresh clone to a running product. Plain JavaScript without dependencies, because it installs them.
import { explain } from './lib/failure.mjs';
import { ensureNode } from './lib/node-version.mjs';

async function main() {
  ensureNode();
  // Loaded only now: an old Node.js could not even read what follows.
  const { startProduct } = await import('./lib/start-product.mjs');
  return startProduct();
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(explain(error));
    process.exit(1);
  },
);
