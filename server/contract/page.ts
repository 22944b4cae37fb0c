import { z } from 'zod';

/** Ids are sortable 64-bit numbers made by the application, strings in JSON. */
export const id = z.string().regex(/^\d{1,19}$/, '编号不正确');
export type Id = z.infer<typeof id>;

/** An instant: ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime({ offset: true, message: '时间格式不正确' });

/** A calendar date in the business timezone, YYYY-MM-DD. */
export const date = z.iso.date('日期格式不正确');

/** A single line of text people type: trimmed, without control characters. */
export const line = (max: number, label = '内容') =>
  z
    .string()
    .trim()
    .min(1, `请填写${label}`)
    .max(max, `${label}最多 ${max} 个字`)
    .regex(/^[^\p{Cc}]*$/u, `${label}含有不能使用的字符`);

/** Several lines of text; empty is allowed. */
export const prose = (max: number, label = '内容') =>
  z
    .string()
    .trim()
    .max(max, `${label}最多 ${max} 个字`)
    .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text), `${label}含有不能使用的字符`);

/** Keyset paging: pass `nextCursor` of the last answer back as `cursor`. */
export const pageQuery = {
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};

/** How many there are: exact up to 1,000, beyond that `capped` is true and people read "1,000+". */
export const total = z.object({ count: z.number().int(), capped: z.boolean() });
export type Total = z.infer<typeof total>;
export const totalCap = 1000;

/**
 * A page of items with the cursor of the next one, null at the end. Where few records match, a page may hold fewer items than asked for, even
 * none, and still name a next one: so far the server has looked.
 */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: total.nullable() });
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  /** Only on the first page. */
  total: Total | null;
}

/** A query flag: `1`/`true` or `0`/`false`. */
export const flag = z.enum(['1', '0', 'true', 'false']).transform((value) => value === '1' || value === 'true');

/** A query list, comma separated. */
export const list = <T extends z.ZodType<unknown, string>>(item: T, max = 50) =>
  z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(item).max(max));

/** Version of the row as the client last saw it; a save with an old one is refused as stale. */
export const version = z.number().int().min(1);
