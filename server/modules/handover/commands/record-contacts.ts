import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { required } from '../../../kernel/problem.ts';
import { allRows, firstRow, insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { aboutCase, asSubject } from '../about.ts';
import { handoverContactsFound } from '../events.ts';
import type { FoundContact } from '../handover.ts';
import { handoverCases, handoverContacts, knownContacts } from '../store.ts';

/** Adds contacts to an open case by name, or by what they were called when somebody knew them; those it has already are left alone. */
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
  const remembered = await namesOf(
    work,
    [...added.values()].filter(({ kind, name }) => kind === 'person' && name === null),
  );
  await insertMany(
    work,
    handoverContacts,
    [...added.values()].map((contact) => {
      const { name, company } = remembered.get(contact.externalKey) ?? contact;
      return {
        caseId,
        kind: contact.kind,
        externalKey: contact.externalKey,
        name: name?.slice(0, 120) ?? `${nameless[contact.kind]} ${contact.externalKey.slice(-4)}`,
        company: company?.slice(0, 120) ?? null,
        state: 'planned' as const,
      };
    }),
  );
  await emit(work, handoverContactsFound, {
    subject: asSubject(one),
    payload: { ...aboutCase(one), contacts: known.size + added.size },
  });
};

const nameless = { person: '微信客户', group: '客户群' } as const;

const namesOf = async (
  work: Work,
  contacts: readonly FoundContact[],
): Promise<Map<string, Pick<FoundContact, 'name' | 'company'>>> => {
  if (contacts.length === 0) return new Map();
  const keys = contacts.map(({ externalKey }) => externalKey);
  const rows = await allRows(knownContacts, work.db(knownContacts.name).whereIn('external_key', keys));
  return new Map(rows.map((row) => [row.externalKey, row]));
};
