import { DateTime } from 'luxon';
import { Refusal, type Field, type Value } from './field.ts';
import type { FieldSource } from './mapping.ts';

/** The value of a field in a cell's text; null when the cell is empty. Refuses what cannot be read, saying what it is. */
export const readValue = (
  name: string,
  { label, type }: Field,
  text: string,
  source: Pick<FieldSource, 'date' | 'unit'>,
  dates: readonly string[],
): Value | null => {
  if (text === '') return null;
  const refuse = (what: string): never => {
    throw new Refusal(name, `${label}「${text}」${what}`);
  };
  switch (type.is) {
    case 'date':
      return readDate(text, source.date ?? dates) ?? refuse('不是可以识别的日期');
    case 'money':
      return readMoney(text, source.unit ?? 'yuan') ?? refuse('不是可以识别的金额');
    case 'integer':
      return readInteger(text) ?? refuse('不是整数');
    case 'flag':
      return flags.get(text.toLowerCase()) ?? refuse('不是「是」或「否」');
    case 'choice':
      return choiceOf(type.of, text) ?? refuse(`不在可选值中:${Object.values(type.of).join('、')}`);
    case 'text':
    case 'person':
    case 'entry':
    case 'record':
      return text;
  }
};

const isoDate = 'yyyy-MM-dd';

const readDate = (text: string, formats: readonly string[]): string | null => {
  const found = [...formats, isoDate]
    .map((format) => DateTime.fromFormat(text, format, { zone: 'utc' }))
    .find((one) => one.isValid);
  return found?.toFormat(isoDate) ?? null;
};

const fenPerUnit = { fen: 1, yuan: 100, wan: 1_000_000, million: 100_000_000 };
const fenPerSuffix: Record<string, number> = {
  元: 100,
  万: 1_000_000,
  万元: 1_000_000,
  亿: 10_000_000_000,
  亿元: 10_000_000_000,
};

/** `1,054`, `¥36.8 万`, `$4514`: in fen. A suffix says more than the mapping's unit. */
const readMoney = (text: string, unit: keyof typeof fenPerUnit): number | null => {
  const match = /^[¥$€]?(\d+(?:\.\d+)?)(元|万元?|亿元?)?$/.exec(text.normalize('NFKC').replace(/[,\s]/g, ''));
  if (!match) return null;
  const fen = fenPerSuffix[match[2] ?? ''] ?? fenPerUnit[unit];
  return Math.round(Number(match[1]) * fen);
};

const readInteger = (text: string): number | null => {
  const digits = text.normalize('NFKC').replace(/[,\s]/g, '');
  return /^-?\d{1,15}(?:\.0+)?$/.test(digits) ? Number(digits) : null;
};

const flags = new Map<string, boolean>([
  ...['1', 'true', 'yes', 'y', '是', '√'].map((word): [string, boolean] => [word, true]),
  ...['0', 'false', 'no', 'n', '否', '×'].map((word): [string, boolean] => [word, false]),
]);

/** By code or by the word people read. */
const choiceOf = (choices: Record<string, string>, text: string): string | null =>
  Object.hasOwn(choices, text) ? text : (Object.keys(choices).find((code) => choices[code] === text) ?? null);
