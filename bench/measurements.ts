import type { Figure } from './lib/figure.ts';
import { measureList } from './p1-list.ts';

/** Every measurement, by the id of its target. */
export const measurements: { id: string; measure: () => Promise<Figure[]> }[] = [{ id: 'P1', measure: measureList }];
