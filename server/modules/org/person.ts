import { pinyin } from 'pinyin-pro';
import type { Id } from '../../contract/page.ts';
import type { Actor } from '../../kernel/work.ts';

/** How a name is typed: full pinyin and initials, lower case without spaces. */
export const spellName = (name: string): { pinyin: string; initials: string } => {
  const syllables = name
    .split(/[\s·]+/)
    .flatMap((word) => pinyin(word, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' }))
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter(Boolean);
  return {
    pinyin: syllables.join('').slice(0, 120),
    initials: syllables
      .map((syllable) => syllable[0])
      .join('')
      .slice(0, 40),
  };
};

/** A mobile number for people who need not know it. */
export const maskMobile = (mobile: string): string =>
  mobile.length < 8 ? '*'.repeat(mobile.length) : `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;

/** Who may read a colleague's mobile number in full: they themselves, and those who manage the organisation. */
export const seesMobile = (actor: Pick<Actor, 'personId' | 'permissions'>, personId: Id): boolean =>
  actor.personId === personId || actor.permissions.has('org.manage');
