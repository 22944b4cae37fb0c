import { computed, reactive, ref, shallowRef, toRaw, watch } from 'vue';
import { type z } from 'zod';
import { type ApiProblem, asProblem } from '../api-problem.ts';
import { newKey } from '../api.ts';
import { changedFields, type Choice, type ConflictRow, findConflicts, mergeChoices } from './conflict.ts';
import { dropDraft, readDraft, writeDraft } from './draft.ts';
import { revealError } from './reveal-error.ts';
import { tellProblem } from './tell-problem.ts';

type Values = object;

export interface FormOptions<S extends z.ZodObject, V extends Values> {
  /** The endpoint's body schema; its sentences appear under the fields. Keys absent from `initial` are not checked. */
  schema: S;
  initial: V;
  /** Where the draft is kept on the device; none without. */
  draftKey?: string;
  /** Sends the whole form (`values`) or only what changed; `key` is the same for every attempt at one submission. */
  save: (input: { values: V; changed: Partial<V>; key: string }) => Promise<unknown>;
  /** For records with a version: the values stored now, asked for when somebody else has saved in between. */
  latest?: () => Promise<V>;
  /** A last touch before checking and sending, e.g. rows nobody filled in are dropped. */
  prepare?: (values: V) => V;
  /** Check only what was changed: a masked number that was not touched is none of the form's business. */
  checkChanged?: boolean;
  /** Return true for a problem the page shows itself. */
  handles?: (problem: ApiProblem) => boolean;
}

/** A form: values, errors under fields, draft, save with one key, and a way out of an edit conflict. */
export function useForm<S extends z.ZodObject, V extends Values>(options: FormOptions<S, V>) {
  const base = shallowRef<V>(tidy(options.schema, copy(options.initial)));
  const draft = options.draftKey ? readDraft(options.draftKey) : null;
  const values = reactive<Values>(copy<Values>({ ...options.initial, ...draft })) as V;
  const errors = reactive<Record<string, string>>({});
  const saving = ref(false);
  const problem = shallowRef<ApiProblem | null>(null);
  const conflict = shallowRef<{ who: string; theirs: V; rows: ConflictRow[] } | null>(null);
  const restored = ref(draft !== null);
  let open: { key: string; sent: string } | null = null;

  const prepare = options.prepare ?? ((filled: V) => filled);
  const current = (): V => prepare(tidy(options.schema, copy(toRaw(values))));
  const changed = computed(() => changedFields(base.value, tidy<V>(options.schema, copy<V>(values))));
  const dirty = computed(() => Object.keys(changed.value).length > 0);

  watch(
    () => copy(values),
    (now, before) => {
      for (const key of Object.keys(changedFields(before, now))) clearErrors(errors, key);
      if (!options.draftKey || saving.value) return;
      if (dirty.value) writeDraft(options.draftKey, now);
      else dropDraft(options.draftKey);
    },
    { flush: 'sync' },
  );

  /** Checks every field of the form; false when something is missing, with the sentences in `errors`. */
  function check(): boolean {
    clearErrors(errors);
    const result = options.schema.partial().safeParse(options.checkChanged ? changed.value : current());
    for (const issue of result.error?.issues ?? []) errors[issue.path.join('.')] ??= issue.message;
    if (Object.keys(errors).length === 0) return true;
    void revealError();
    return false;
  }

  /** Saves; true when it is done. */
  async function submit(): Promise<boolean> {
    if (saving.value || !check()) return false;
    const sent = JSON.stringify(current());
    const key = open?.sent === sent ? open.key : newKey();
    saving.value = true;
    problem.value = null;
    try {
      await options.save({ values: current(), changed: changedFields(base.value, current()), key });
      if (options.draftKey) dropDraft(options.draftKey);
      return true;
    } catch (error) {
      const found = asProblem(error);
      open = found.isUncertain ? { key, sent } : null;
      await refused(found);
      return false;
    } finally {
      saving.value = false;
    }
  }

  async function refused(found: ApiProblem): Promise<void> {
    problem.value = found;
    if (found.code === 'conflict.stale' && options.latest) return meetConflict(found);
    const placed = found.errors.filter(({ path }) => (path.split('.')[0] ?? '') in values);
    for (const { path, message } of placed) errors[path] ??= message;
    if (placed.length) void revealError();
    if (!placed.length && !options.handles?.(found)) tellProblem(found);
  }

  async function meetConflict(found: ApiProblem): Promise<void> {
    const stored = await options.latest?.().catch(() => null);
    if (!stored) return tellProblem(found);
    const theirs = tidy(options.schema, copy(stored));
    const rows = findConflicts(base.value, current(), theirs);
    conflict.value = { who: String(found.params.who ?? '同事'), theirs, rows };
  }

  /** Goes on after a conflict: what was chosen per field, my other changes kept, then saved again. */
  async function resolve(choices: Record<string, Choice>): Promise<boolean> {
    if (!conflict.value) return false;
    const { theirs } = conflict.value;
    Object.assign(values, mergeChoices(base.value, current(), theirs, choices));
    base.value = theirs;
    conflict.value = null;
    return submit();
  }

  /** Throws the draft away and starts from the given (or first) values. */
  function reset(next: V = options.initial): void {
    base.value = tidy(options.schema, copy(next));
    Object.assign(values, copy(next));
    clearErrors(errors);
    restored.value = false;
    if (options.draftKey) dropDraft(options.draftKey);
  }

  return { values, errors, dirty, saving, problem, conflict, restored, check, submit, resolve, reset };
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** An emptied field means "nothing" where the schema knows nothing. */
function tidy<V extends Values>(schema: z.ZodObject, values: V): V {
  const entries = Object.entries(values).map(([key, value]) => {
    const field = schema.shape[key] as z.ZodType | undefined;
    return [key, value === '' && field?.safeParse(null).success ? null : value];
  });
  return Object.fromEntries(entries) as V;
}

function clearErrors(errors: Record<string, string>, key?: string): void {
  for (const path of Object.keys(errors)) {
    if (key === undefined || path === key || path.startsWith(`${key}.`)) delete errors[path];
  }
}
