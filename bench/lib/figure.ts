/** One measured figure: the product against the least that could do the same work, medians of the same interleaved run. */
export interface Figure {
  id: string;
  ratio: number;
  floor: number;
  product: number;
  unit: string;
  /** Rounds the medians are of. */
  n: number;
  note: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
