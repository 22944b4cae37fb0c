import { pinyin } from 'pinyin-pro';
import { phoneDigits } from './personal-data.ts';

/** Longest stored term; no keyword is longer. */
export const termLength = 50;

/** What a record is found by. */
export interface SearchText {
  names: readonly (string | null)[];
  phones?: readonly (string | null)[];
}

/** How a text is compared: letters and digits only, full width as half width, without case. */
export const searchForm = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');

/**
 * Every term of a record: each end of a name ("part of the name" is then the beginning of a term), the same in pinyin from each
 * syllable and in initials, and phone numbers backwards, so that last digits are a beginning too.
 */
export const searchTermsOf = ({ names, phones = [] }: SearchText): string[] => [
  ...new Set([
    ...names.flatMap((name) => (name ? nameTerms(name) : [])),
    ...phones.flatMap((phone) => lastDigitsTerm(phoneDigits(phone)) ?? []),
  ]),
];

/** The beginnings under which one word of a keyword may be stored. */
export const termsForWord = (word: string): string[] => {
  const form = searchForm(word).slice(0, termLength);
  const digits = /^\d{4,}$/.test(form) ? lastDigitsTerm(phoneDigits(form)) : null;
  return [...(form ? [form] : []), ...(digits ? [digits] : [])];
};

/** A keyword in words that must all match; a phone number written with spaces is one word. */
export const wordsOf = (keyword: string): string[] => {
  const text = keyword.normalize('NFKC').trim();
  if (/^[\d\s+()-]+$/.test(text)) return [text.replace(/[\s()-]/g, '')];
  return text.split(/\s+/).filter((word) => searchForm(word) !== '');
};

const legalForms = ['股份有限公司', '有限责任公司', '股份有限责任公司'];
const legalTail = /(?:股份)?(?:有限)?(?:责任)?公司$/u;

/** Words that are only part of "…有限公司" match half of all companies; no terms are kept for them. */
export const isLegalForm = (word: string): boolean => legalForms.some((form) => form.includes(searchForm(word)));

const lastDigitsTerm = (digits: string | null): string | null =>
  digits && digits.length >= 4
    ? `#${[...digits]
        .reverse()
        .join('')
        .slice(0, termLength - 1)}`
    : null;

const nameTerms = (name: string): string[] => {
  const form = searchForm(name);
  const core = form.replace(legalTail, '').length || form.length;
  const spoken = syllablesOf(form);
  const within = spoken.filter((syllable) => syllable.position < core).length;
  return [
    ...endsOf([...form], [...form.slice(0, core)].length),
    ...endsOf(
      spoken.map((syllable) => syllable.pinyin),
      within,
    ),
    ...endsOf(
      spoken.map((syllable) => syllable.initial),
      within,
    ),
  ];
};

/** The ends that begin at one of the first `count` pieces, cut to the length of a term. */
const endsOf = (pieces: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, start) => pieces.slice(start).join('').slice(0, termLength));

/** The syllables of a name and where they begin. Runs of other letters are one piece that is its own pinyin and its own initials. */
const syllablesOf = (form: string): { pinyin: string; initial: string; position: number }[] => {
  let position = 0;
  return pinyin(form, { type: 'array', toneType: 'none', nonZh: 'consecutive', v: true }).map((syllable) => {
    const isForeign = form.startsWith(syllable, position);
    const piece = { pinyin: syllable, initial: isForeign ? syllable : syllable.slice(0, 1), position };
    position += isForeign ? syllable.length : 1;
    return piece;
  });
};
