import type { Work } from '../../../kernel/work.ts';
import { encodeRow } from '../../../kernel/table.ts';
import type { FoundContact } from '../handover.ts';
import { knownContacts } from '../store.ts';

/** Keeps the latest name and company of contacts; those without a name are left as they were known. */
export const saveKnownContacts = async (work: Work, contacts: readonly FoundContact[]): Promise<void> => {
  const seenAt = work.clock.now();
  const rows = contacts.flatMap(({ externalKey, name, company }) =>
    name === null
      ? []
      : [
          encodeRow(knownContacts, {
            externalKey,
            name: name.slice(0, 120),
            company: company?.slice(0, 120) ?? null,
            seenAt,
          }),
        ],
  );
  for (let start = 0; start < rows.length; start += 500)
    await work
      .db(knownContacts.name)
      .insert(rows.slice(start, start + 500))
      .onConflict('external_key')
      .merge(['name', 'company', 'seen_at']);
};
