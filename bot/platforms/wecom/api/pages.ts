import { malformed } from './refusal.ts';

/** Every row of a cursor-paged list; an empty cursor is the end. @throws ChatError when the platform walks in circles. */
export async function readPages<T>(readPage: (cursor: string) => Promise<{ items: T[]; next: string }>): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  for (let cursor = ''; ;) {
    const page = await readPage(cursor);
    items.push(...page.items);
    if (page.next === '') return items;
    if (seen.has(page.next)) throw malformed('a paging cursor came back twice');
    seen.add(page.next);
    cursor = page.next;
  }
}
