import { z } from 'zod';

import { type ExternalContact } from '../../../../server/ports/external-contacts.ts';
import { readPages } from '../api/pages.ts';
import { type WecomClient } from '../client.ts';

const groupsAnswer = z.object({
  group_chat_list: z.array(z.object({ chat_id: z.string().min(1), status: z.number().int() })).default([]),
  next_cursor: z.string().default(''),
});

const groupAnswer = z.object({ group_chat: z.object({ name: z.string().default('') }) });

/** The largest page (doc 92120). */
const perPage = 1000;
/** Of a leaver only what nobody has been given yet. */
const ownerResigned = 1;

/** Groups with customers in them that somebody keeps, by name (docs 92120, 92122). */
export async function listGroups(
  client: WecomClient,
  account: string,
  employment: 'employed' | 'left',
): Promise<ExternalContact[]> {
  const rows = await readPages(async (cursor) => {
    const answer = await client.call({
      path: '/cgi-bin/externalcontact/groupchat/list',
      secret: 'customer',
      body: {
        status_filter: employment === 'left' ? ownerResigned : 0,
        owner_filter: { userid_list: [account] },
        cursor,
        limit: perPage,
      },
      answer: groupsAnswer,
    });
    return { items: answer.group_chat_list, next: answer.next_cursor };
  });
  return Promise.all(
    rows.map(async ({ chat_id: chatId }) => ({
      kind: 'group' as const,
      externalKey: chatId,
      name: await readName(client, chatId),
      company: null,
    })),
  );
}

/** A group nobody has named has no name (reference 6.5). */
async function readName(client: WecomClient, chatId: string): Promise<string | null> {
  const { group_chat: group } = await client.call({
    path: '/cgi-bin/externalcontact/groupchat/get',
    secret: 'customer',
    body: { chat_id: chatId, need_name: 0 },
    answer: groupAnswer,
  });
  return group.name || null;
}
