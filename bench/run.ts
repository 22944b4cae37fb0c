import { parseArgs } from 'node:util';
import { openBench } from './lib/bench.ts';
import { jsonLine, tableRow } from './lib/figure.ts';
import { measurements } from './measurements.ts';

/** `npm run bench [-- P1 …] [--json] [--quick]`: each measurement builds its data once, runs against its floor in the same run, and prints ratios. */
const main = async (): Promise<void> => {
  const options = { json: { type: 'boolean' }, quick: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: process.argv.slice(2), allowPositionals: true, options });
  const chosen = measurements.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  const unknown = positionals.filter((name) => !measurements.some(({ id }) => id === name));
  if (unknown.length > 0)
    throw new Error(
      `Nothing to measure: ${unknown.join(' ')}. There are ${measurements.map(({ id }) => id).join(', ')}.`,
    );
  const bench = await openBench(values.quick ?? false);
  try {
    for (const { id, measure } of chosen) {
      console.error(`${id} …`);
      for (const figure of await measure(bench)) console.log(values.json ? jsonLine(figure) : tableRow(figure));
    }
  } finally {
    await bench.database.close();
  }
};

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
