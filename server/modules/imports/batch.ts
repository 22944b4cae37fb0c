import type { z } from 'zod';
import type { Id } from '../../contract/page.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Work } from '../../kernel/work.ts';
import type { Draft, Values } from './draft.ts';
import { Refusal } from './field.ts';
import { sourceOf, type FileMapping } from './mapping.ts';
import type { FindPerson, FoundPerson } from './people-finder.ts';

/** What writing some rows of one file needs to know. */
export interface Batch {
  work: Work;
  source: string;
  file: FileMapping;
  findPerson: FindPerson;
}

/** What became of a row: a new record, one that was there, or the reason why there is none. */
export type Outcome = { id: Id; created: boolean } | Refusal;

/** Writes rows of one kind, a few statements for all of them. Answers in order. */
export type WriteRows = (batch: Batch, drafts: readonly Draft[]) => Promise<Outcome[]>;

/** Resolves every row, then writes those that could be resolved in one go; refusals of both steps take their row's place. */
export const writeResolved = async <T>(
  drafts: readonly Draft[],
  resolve: (values: Values) => T,
  write: (inputs: T[]) => Promise<(Id | Problem)[]>,
): Promise<Outcome[]> => {
  const resolved = drafts.map((draft) => attempt(() => ({ input: resolve(draft.values) })));
  const answers = await write(resolved.flatMap((one) => (one instanceof Refusal ? [] : [one.input])));
  const rest = answers.values();
  return resolved.map((one) => (one instanceof Refusal ? one : outcomeOf(rest.next().value)));
};

const attempt = <T>(work: () => T): T | Refusal => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};

const outcomeOf = (answer: Id | Problem | undefined): Outcome => {
  if (answer === undefined) throw new Error('A row was written without an answer.');
  if (!(answer instanceof Problem)) return { id: answer, created: true };
  const [field] = answer.fields;
  return new Refusal(field?.path.split('.')[0] ?? null, field?.message ?? answer.message);
};

/** The values the schema of a request accepts, under the same limits and with the same words as in the app. */
export const checked = <S extends z.ZodType>(schema: S, values: Values): z.output<S> => {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(String(issue?.path[0] ?? '') || null, issue?.message ?? '内容不正确');
};

/** The person a field names. */
export const personIn = ({ file, findPerson }: Batch, values: Values, field: string): FoundPerson | null => {
  const text = values[field] ?? null;
  return text === null ? null : findPerson(field, text, sourceOf(file, field)?.by ?? 'name');
};

/** The owner of a record, who must be named. */
export const ownerIn = (batch: Batch, values: Values): FoundPerson => {
  const owner = personIn(batch, values, 'owner');
  if (!owner) throw new Refusal('owner', '缺少负责人');
  return owner;
};

/** The beginning of a day in the business timezone; refuses days to come. */
export const dayIn = ({ work }: Batch, values: Values, field: string): Date | null => {
  const day = values[field];
  if (typeof day !== 'string') return null;
  const start = work.calendar.startOf(day);
  if (start > work.clock.now()) throw new Refusal(field, `日期 ${day} 晚于今天`);
  return start;
};
