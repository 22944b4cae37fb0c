import type { Knex } from 'knex';
import type { Id } from '../contract/page.ts';
import { insertRows } from './bulk.ts';
import type { PageRequest } from './list.ts';
import { isLegalForm, searchTermsOf, termsForWord, wordsOf, type SearchText } from './search-terms.ts';
import type { Work } from './work.ts';

const terms = 'search_terms';
/** Up to this many hits are looked at one by one; more common words are checked row by row while the list is walked in its order. */
const candidateLimit = 2000;

/** A record with what it is found by. */
export interface Searchable extends SearchText {
  id: Id;
}

/** Writes the terms of new records, in the transaction that creates them. */
export const addSearchTerms = async (work: Work, kind: string, records: readonly Searchable[]): Promise<void> => {
  const rows = records.flatMap((record) =>
    searchTermsOf(record).map((term) => ({ kind, subject_id: record.id, term })),
  );
  await insertRows(work.db, terms, rows);
};

/** Replaces the terms of records whose names or numbers have changed. */
export const replaceSearchTerms = async (work: Work, kind: string, records: readonly Searchable[]): Promise<void> => {
  if (records.length === 0) return;
  await work
    .db(terms)
    .where({ kind })
    .whereIn(
      'subject_id',
      records.map((record) => record.id),
    )
    .delete();
  await addSearchTerms(work, kind, records);
};

/** What narrows a page to a keyword; spread it into the page's request. */
export type KeywordFilter = Required<Pick<PageRequest, 'among' | 'where'>>;

/**
 * Narrows a list to a keyword: any part of a name, pinyin, initials, last digits of a phone; several words must all match.
 * Rare words give a small set of ids, common ones are dense enough to be met while walking. The list's own scope applies to both.
 * `table` has an `id` and the text column `name`.
 */
export const keywordFilter = async (
  work: Work,
  of: { kind: string; table: string; name: string },
  keyword: string,
): Promise<KeywordFilter> => {
  const words = wordsOf(keyword);
  if (words.length === 0) return { among: [], where: (query) => query };
  const indexed = words.filter((word) => !isLegalForm(word)).sort((one, other) => other.length - one.length);
  const among = indexed[0] === undefined ? null : await findCandidates(work, of.kind, indexed[0]);
  const left = among ? words.filter((word) => word !== indexed[0]) : words;
  return {
    among,
    where: (query) => left.reduce((narrowed, word) => matchWord(narrowed, of, word), query),
  };
};

const findCandidates = async (work: Work, kind: string, word: string): Promise<Id[] | null> => {
  const rows = (await work
    .db(terms)
    .distinct({ id: 'subject_id' })
    .where({ kind })
    .where((either) => void beginsWith(either, 'term', word))
    .limit(candidateLimit + 1)) as { id: Id }[];
  return rows.length > candidateLimit ? null : rows.map((row) => row.id);
};

/** A scalar subquery on the primary key: the optimiser cannot turn it into a join that reads every row with the term. */
const matchWord = (
  query: Knex.QueryBuilder,
  of: { kind: string; table: string; name: string },
  word: string,
): Knex.QueryBuilder => {
  if (isLegalForm(word)) return query.where(`${of.table}.${of.name}`, 'like', `%${word}%`);
  const beginnings = termsForWord(word);
  return query.whereRaw(
    `(select 1 from ${terms} force index (primary) where ${terms}.kind = ? and ${terms}.subject_id = ??
      and (${beginnings.map(() => `${terms}.term like ?`).join(' or ')}) limit 1) = 1`,
    [of.kind, `${of.table}.id`, ...beginnings.map((beginning) => `${beginning}%`)],
  );
};

const beginsWith = (query: Knex.QueryBuilder, column: string, word: string): Knex.QueryBuilder =>
  termsForWord(word).reduce((either, beginning) => either.orWhere(column, 'like', `${beginning}%`), query);
