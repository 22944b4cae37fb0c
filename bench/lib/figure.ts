/** One measured figure: the product against the least that could do the same work, medians of the same interleaved run. */
export interface Figure {
  id: string;
  /** Product over floor, in the unit's own direction: throughput should be high, time low. */
  ratio: number;
  floor: number;
  product: number;
  unit: string;
  /** Rounds the medians are of. */
  n: number;
  note: string;
  /** What the ratio must reach or not exceed; null when the figure only informs. */
  target: { atLeast: number } | { atMost: number } | null;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export const reaches = ({ ratio, target }: Figure): boolean =>
  target === null || ('atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost);

/** For programs: one line per figure. */
export const jsonLine = ({ id, ratio, floor, product, unit, n }: Figure): string =>
  JSON.stringify({ id, ratio, floor, product, unit, n });

/** For people. */
export const tableRow = (figure: Figure): string => {
  const { id, ratio, floor, product, unit, n, note, target } = figure;
  const wanted = target === null ? '' : 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  const verdict = target === null ? '' : reaches(figure) ? 'reached' : 'MISSED';
  const cells = [
    id.padEnd(22),
    `ratio ${decimal(ratio).padStart(7)} ${wanted.padEnd(7)} ${verdict.padEnd(8)}`,
    `floor ${decimal(floor).padStart(9)}`,
    `product ${decimal(product).padStart(9)} ${unit}`,
    `n=${n}`,
    note,
  ];
  return cells.join('   ');
};

const decimal = (value: number): string => value.toFixed(Math.abs(value) < 100 ? 2 : 0);
