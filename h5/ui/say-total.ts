import { grouped } from '../../server/contract/money.ts';
import { type Total } from '../../server/contract/page.ts';

/** `38 位`; beyond the cap `1,000+ 位`; null while unknown. */
export const sayTotal = (total: Total | null, unit: string): string | null =>
  total && `${grouped(total.count)}${total.capped ? '+' : ''} ${unit}`;
