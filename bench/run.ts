import { measurements } from './measurements.ts';
import type { Figure } from './lib/figure.ts';

/** `npm run bench [-- P1 …] [--json]`: each measurement builds its data once, runs against its floor in the same run, and prints ratios. */
const main = async (): Promise<void> => {
  const words = process.argv.slice(2);
  const asJson = words.includes('--json');
  const wanted = words.filter((word) => !word.startsWith('--'));
  const chosen = measurements.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  if (chosen.length === 0)
    throw new Error(
      `Nothing to measure: ${wanted.join(' ')}. There are ${measurements.map(({ id }) => id).join(', ')}.`,
    );
  for (const { id, measure } of chosen) {
    console.error(`${id} …`);
    for (const figure of await measure()) console.log(asJson ? JSON.stringify(figure) : tableRow(figure));
  }
};

const tableRow = ({ id, ratio, floor, product, unit, n, note }: Figure): string =>
  `${id.padEnd(14)} ratio ${ratio.toFixed(2).padStart(6)}   floor ${floor.toFixed(1).padStart(9)}   product ${product.toFixed(1).padStart(9)} ${unit}   n=${n}   ${note}`;

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
