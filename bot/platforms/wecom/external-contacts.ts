import { z } from 'zod';

import { type ExternalContact, type ExternalContacts } from '../../../server/ports/external-contacts.ts';
import { toAccount } from './api/account.ts';
import { readPages } from './api/pages.ts';
import { unlessRefused } from './api/refusal.ts';
import { type WecomClient } from './client.ts';
import { listGroups } from './contacts/list-groups.ts';
import { readTransferOutcomes, transferContacts } from './transfers.ts';

const contact = z.object({
  external_userid: z.string().min(1),
  name: z.string(),
  corp_name: z.string().optional(),
  corp_full_name: z.string().optional(),
});

const ownContactsAnswer = z.object({
  external_contact_list: z
    .array(
      z.object({
        external_contact: contact,
        follow_info: z.object({ remark_corp_name: z.string().optional() }).optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
});

const unassignedAnswer = z.object({
  info: z.array(z.object({ handover_userid: z.string(), external_userid: z.string().min(1) })).default([]),
  next_cursor: z.string().default(''),
});

const followersAnswer = z.object({ follow_user: z.array(z.string()).default([]) });

/** The platform's limit (doc 92994). */
const peoplePerCall = 100;

const contactAnswer = z.object({ external_contact: contact });

/** No such relation: somebody without customers, or a customer nobody follows any more (doc 92113). */
const noRelation = [84061];

/** Customers people have befriended on WeCom, the groups with them, and their hand-over (docs 92994, 92124, 92125, 94081, 92120). */
export function createExternalContacts(client: WecomClient): ExternalContacts {
  return {
    listOf: async (account, employment) => [
      ...(await (employment === 'employed' ? listOwn(client, [account]) : listLeft(client, account))),
      ...(await listGroups(client, account, employment)),
    ],
    readAll: (take) => readAll(client, take),
    transfer: (input) => transferContacts(client, input),
    transferOutcomes: (input) => readTransferOutcomes(client, input),
  };
}

/** Of those who have customer contact at all, a hundred people a call. */
async function readAll(client: WecomClient, take: (contacts: ExternalContact[]) => Promise<void>): Promise<void> {
  const { follow_user: accounts } = await client.call({
    path: '/cgi-bin/externalcontact/get_follow_user_list',
    secret: 'customer',
    answer: followersAnswer,
  });
  for (let start = 0; start < accounts.length; start += peoplePerCall) {
    const contacts = await listOwn(client, accounts.slice(start, start + peoplePerCall));
    if (contacts.length > 0) await take(contacts);
  }
}

async function listOwn(client: WecomClient, accounts: string[]): Promise<ExternalContact[]> {
  const rows = await readPages(async (cursor) => {
    const call = client.call({
      path: '/cgi-bin/externalcontact/batch/get_by_user',
      secret: 'customer',
      body: { userid_list: accounts, cursor, limit: 100 },
      answer: ownContactsAnswer,
    });
    const answer = await unlessRefused(call, noRelation, null);
    return { items: answer?.external_contact_list ?? [], next: answer?.next_cursor ?? '' };
  });
  return rows.map((row) => toContact(row.external_contact, row.follow_info?.remark_corp_name));
}

/** The list is the whole company's: every customer of every leaver that nobody has been given yet. */
async function listLeft(client: WecomClient, account: string): Promise<ExternalContact[]> {
  const rows = await readPages(async (cursor) => {
    const answer = await client.call({
      path: '/cgi-bin/externalcontact/get_unassigned_list',
      secret: 'customer',
      body: { page_size: 1000, cursor },
      answer: unassignedAnswer,
    });
    return { items: answer.info, next: answer.next_cursor };
  });
  const mine = rows.filter((row) => toAccount(row.handover_userid) === toAccount(account));
  return Promise.all(mine.map((row) => getContact(client, row.external_userid)));
}

/** Their details may already be out of reach; the hand-over works without. */
async function getContact(client: WecomClient, externalKey: string): Promise<ExternalContact> {
  const call = client.call({
    path: '/cgi-bin/externalcontact/get',
    secret: 'customer',
    query: { external_userid: externalKey },
    answer: contactAnswer,
  });
  const answer = await unlessRefused(call, [...noRelation, 40096], null);
  return answer ? toContact(answer.external_contact) : { kind: 'person', externalKey, name: null, company: null };
}

function toContact(row: z.infer<typeof contact>, remarkedCompany?: string): ExternalContact {
  return {
    kind: 'person',
    externalKey: row.external_userid,
    name: row.name,
    company: row.corp_full_name || row.corp_name || remarkedCompany || null,
  };
}
