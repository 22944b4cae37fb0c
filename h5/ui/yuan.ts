import { type Fen } from '../../server/contract/money.ts';

/** Leaves of what somebody types only what an amount in yuan may have: digits and at most two decimals. */
export const tidyYuan = (typed: string): string => {
  const [whole = '', ...rest] = typed
    .replace(/[。.]/g, '.')
    .replace(/[^\d.]/g, '')
    .split('.');
  const yuan = whole.replace(/^0+(?=\d)/, '').slice(0, 14);
  return rest.length ? `${yuan || '0'}.${rest.join('').slice(0, 2)}` : yuan;
};

/** Typed yuan in fen, without floating point on the way: `12345.6` → 1234560; null when nothing was typed. */
export function fenOf(typed: string): Fen | null {
  const [whole = '', cents = ''] = tidyYuan(typed).split('.');
  return whole === '' ? null : Number(whole) * 100 + Number(cents.padEnd(2, '0'));
}

/** Fen as one would type it in yuan: 1234560 → `12345.6`. */
export const yuanOf = (amount: Fen | null): string => (amount === null ? '' : String(amount / 100));
