import type { DictionaryKind } from '../../../contract/dictionaries.ts';
import type { Id } from '../../../contract/page.ts';
import { changeEntry } from '../../../kernel/dictionary.ts';
import { describeChanges, emit } from '../../../kernel/event.ts';
import type { Work } from '../../../kernel/work.ts';
import { dictionaryChanged } from '../events.ts';

const labels = { name: '名称', active: '启用', position: '顺序' };
const show = { active: (value: unknown) => (value ? '启用' : '停用') };

export const changeDictionaryEntry = async (
  work: Work,
  input: { kind: DictionaryKind; id: Id; values: { name?: string; active?: boolean; position?: number } },
): Promise<Record<string, never>> => {
  const { kind, id, values } = input;
  const before = await changeEntry(work, kind, id, values);
  const changes = describeChanges(before, values, labels, show);
  if (changes.length > 0) {
    const payload = { kind, name: values.name ?? before.name };
    await emit(work, dictionaryChanged, { subject: { kind: 'dictionary', id }, payload, changes });
  }
  return {};
};
