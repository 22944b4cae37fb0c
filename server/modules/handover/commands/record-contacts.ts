import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { required } from '../../../kernel/problem.ts';
import { firstRow, insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { aboutCase, asSubject } from '../about.ts';
import { handoverContactsFound } from '../events.ts';
import { handoverCases, handoverContacts } from '../store.ts';

/** Adds contacts to an open case by name; those it has already are left alone. */
export const recordContacts = async (work: Work, caseId: Id, found: readonly FoundContact[]): Promise<void> => {
  const one = required(await firstRow(handoverCases, work.db(handoverCases.name).where({ id: caseId }).forUpdate()));
  if (one.state !== 'open') return;
  const rows = await work
    .db(handoverContacts.name)
    .where({ case_id: caseId })
    .select<{ key: string }[]>({ key: 'external_key' });
  const known = new Set(rows.map((row) => row.key));
  const added = new Map(
    found.filter((contact) => !known.has(contact.externalKey)).map((one) => [one.externalKey, one]),
  );
  if (added.size === 0) return;
  await insertMany(
    work,
    handoverContacts,
    [...added.values()].map(({ externalKey, name, company }) => ({
      caseId,
      externalKey,
      name: name.slice(0, 120),
      company: company?.slice(0, 120) ?? null,
      state: 'planned' as const,
    })),
  );
  await emit(work, handoverContactsFound, {
    subject: asSubject(one),
    payload: { ...aboutCase(one), contacts: known.size + added.size },
  });
};

/** A customer of the leaver on the platform, as it was found there. */
interface FoundContact {
  externalKey: string;
  name: string;
  company: string | null;
}
