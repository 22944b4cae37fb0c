import { describe, expect, it } from 'vitest';
import { isLegalForm, searchTermsOf, termsForWord, wordsOf } from '../../../server/kernel/search-terms.ts';

const finds = (keyword: string, text: Parameters<typeof searchTermsOf>[0]): boolean => {
  const terms = searchTermsOf(text);
  return wordsOf(keyword).every((word) =>
    termsForWord(word).some((beginning) => terms.some((term) => term.startsWith(beginning))),
  );
};
const company = { names: ['上海远航(中国)科技有限公司'] };

describe('a name', () => {
  it.each([
    ['its beginning', '上海远航'],
    ['a part in the middle', '国科'],
    ['a part that runs into the legal form', '科技有限'],
    ['full pinyin from any syllable', 'yuanhang'],
    ['half a syllable', 'kej'],
    ['initials from any syllable', 'yhzgkj'],
    ['other case and width', 'ＹＵＡＮＨＡＮＧ'],
    ['the name with other brackets and spaces', '远航（中国） 科技'],
    ['several words in any order', '科技 上海'],
  ])('is found by %s', (_, keyword) => {
    expect(finds(keyword, company)).toBe(true);
  });

  it.each(['航远', 'hangyuan', '远航科技', '科技 北京'])('is not found by %s', (keyword) => {
    expect(finds(keyword, company)).toBe(false);
  });

  it('mixes brands and Chinese in pinyin and initials', () => {
    const name = { names: ['3M中国 ABB机器人'] };
    for (const keyword of ['3m', 'zhongguo', '3mzgabbjqr', 'abbjiqi', 'jqr']) expect(finds(keyword, name)).toBe(true);
  });

  it('is read in its context', () => {
    expect(finds('chongqing', { names: ['重庆长安'] })).toBe(true);
    expect(finds('lvdi', { names: ['绿地控股'] })).toBe(true);
  });

  it('keeps no terms that begin inside the legal form, which half of all companies share', () => {
    const terms = searchTermsOf(company);
    expect(terms.filter((term) => ['有限公司', '限公司', '公司', '司', 'gongsi', 'gs'].includes(term))).toEqual([]);
    expect(searchTermsOf({ names: ['有限公司'] })).toContain('有限公司');
  });

  it('gives no term longer than the column', () => {
    const terms = searchTermsOf({ names: ['壮'.repeat(80)], phones: ['1'.repeat(80)] });
    expect(Math.max(...terms.map((term) => term.length))).toBe(50);
  });
});

describe('a phone number', () => {
  const phone = { names: ['甲'], phones: ['+86 138-0000-1234', '021-68881234'] };
  it.each(['1234', '00001234', '13800001234', '138 0000 1234', '+8613800001234', '68881234', '021-6888 1234'])(
    'is found by %s',
    (keyword) => {
      expect(finds(keyword, phone)).toBe(true);
    },
  );
  it.each(['234', '1380000', '4321', '51234'])('is not found by %s', (keyword) => {
    expect(finds(keyword, phone)).toBe(false);
  });
});

describe('a keyword', () => {
  it('of nothing but marks has no words', () => expect(wordsOf(' ，。（） % _ ')).toEqual([]));
  it('cannot carry wildcards into the look-up', () => expect(termsForWord('%_远\\')).toEqual(['远']));
  it.each(['公司', '有限', '股份有限公司', '责任'])('%s is only a legal form', (word) =>
    expect(isLegalForm(word)).toBe(true),
  );
  it('一公司 is more than a legal form', () => expect(isLegalForm('一公司')).toBe(false));
});
