import { z } from 'zod';

/** Money: integer fen, never negative, up to ten trillion yuan. */
export const fen = z.number().max(1e15, '金额过大').min(0, '金额不能为负').int('金额不正确');
/** A sum of many amounts; only its parts are limited. */
export const fenTotal = z.number().min(0);
export type Fen = number;

/** Exact amount for people: 1234500 → `¥12,345`. */
export const formatYuan = (amount: Fen): string => `¥${grouped(Math.round(amount) / 100)}`;

/** Short amount for lists and cards, in 万/亿 from ten thousand yuan up: 36800000 → `¥36.8 万`. */
export const formatShort = (amount: Fen): string => {
  const yuan = amount / 100;
  if (yuan >= 1e8) return `¥${trim(yuan / 1e8)} 亿`;
  if (yuan >= 1e4) return `¥${trim(yuan / 1e4)} 万`;
  return formatYuan(amount);
};

/** Digits in groups of three: 12345 → `12,345`. `Intl` does so too, after loading for longer than a phone takes to draw ten rows. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const trim = (value: number): string => String(Math.floor(value * 100 + 1e-6) / 100);

/** Discount as Chinese salespeople say it: agreed / list, 0.82 → `8.2 折`; null when there is no list price. */
export const formatDiscount = (agreed: Fen, list: Fen): string | null => {
  if (list <= 0) return null;
  if (agreed >= list) return '无折扣';
  return `${Math.round((agreed / list) * 100) / 10} 折`;
};
