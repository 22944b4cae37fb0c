import { z } from 'zod';

import { ChatError } from '../../../server/ports/chat.ts';
import {
  type ExternalContacts,
  type TransferOutcome,
  type TransferStart,
} from '../../../server/ports/external-contacts.ts';
import { readPages } from './api/pages.ts';
import { type WecomClient } from './client.ts';

type TransferInput = Parameters<ExternalContacts['transfer']>[0];
type OutcomeInput = Parameters<ExternalContacts['transferOutcomes']>[0];
type Outcome = Awaited<ReturnType<ExternalContacts['transferOutcomes']>>[number];

const BATCH = 100;

const transferAnswer = z.object({
  customer: z
    .array(z.object({ external_userid: z.string(), errcode: z.number().int(), errmsg: z.string().optional() }))
    .default([]),
});

const resultAnswer = z.object({
  customer: z
    .array(z.object({ external_userid: z.string(), status: z.number().int(), takeover_time: z.number().default(0) }))
    .default([]),
  next_cursor: z.string().default(''),
});

const groupsAnswer = z.object({
  failed_chat_list: z
    .array(z.object({ chat_id: z.string(), errcode: z.number().int(), errmsg: z.string().optional() }))
    .default([]),
});

/** Starts hand-overs in batches of a hundred (docs 92125, 94081, 92127, 95703). What began before a later batch failed is still reported. */
export async function transferContacts(client: WecomClient, input: TransferInput): Promise<TransferStart[]> {
  const started: TransferStart[] = [];
  for (let at = 0; at < input.externalKeys.length; at += BATCH) {
    try {
      const keys = input.externalKeys.slice(at, at + BATCH);
      started.push(...(await transferBatch[input.kind](client, input, keys)));
    } catch (error) {
      if (!(error instanceof ChatError) || at === 0) throw error;
      const { platformCode: code, platformMessage: message } = error;
      return [...started, ...input.externalKeys.slice(at).map((key) => refused(key, code, message))];
    }
  }
  return started;
}

const transferBatch = { person: transferCustomers, group: transferGroups } as const;

async function transferCustomers(client: WecomClient, input: TransferInput, keys: string[]): Promise<TransferStart[]> {
  const answer = await client.call({
    path:
      input.employment === 'employed'
        ? '/cgi-bin/externalcontact/transfer_customer'
        : '/cgi-bin/externalcontact/resigned/transfer_customer',
    secret: 'customer',
    body: { handover_userid: input.from, takeover_userid: input.to, external_userid: keys },
    answer: transferAnswer,
  });
  const byKey = new Map(answer.customer.map((row) => [row.external_userid, row]));
  return keys.map((externalKey) => {
    const row = byKey.get(externalKey);
    if (!row) return refused(externalKey, 'missing', '企业微信没有返回这位客户的结果');
    const { errcode, errmsg } = row;
    if (errcode !== 0) return refused(externalKey, String(errcode), errmsg || reasons[errcode] || `错误码 ${errcode}`);
    return { externalKey, state: 'waiting', code: '0', message: '' };
  });
}

/** Takes effect at once and names only what failed (reference 6.5). */
async function transferGroups(client: WecomClient, input: TransferInput, keys: string[]): Promise<TransferStart[]> {
  const answer = await client.call({
    path:
      input.employment === 'employed'
        ? '/cgi-bin/externalcontact/groupchat/onjob_transfer'
        : '/cgi-bin/externalcontact/groupchat/transfer',
    secret: 'customer',
    body: { chat_id_list: keys, new_owner: input.to },
    answer: groupsAnswer,
  });
  const failed = new Map(answer.failed_chat_list.map((row) => [row.chat_id, row]));
  return keys.map((externalKey) => {
    const row = failed.get(externalKey);
    if (!row || row.errcode === ownerUnchanged) return { externalKey, state: 'done', code: '0', message: '' };
    return refused(
      externalKey,
      String(row.errcode),
      groupReasons[row.errcode] ?? row.errmsg ?? `错误码 ${row.errcode}`,
    );
  });
}

/** What a repeated request is told whose answer got lost. */
const ownerUnchanged = 90504;

const groupReasons: Record<number, string> = {
  90500: '原群主尚未离职',
  90501: '不是客户群',
  90502: '原群主已经离职',
  90503: '群成员已满',
  90507: '该群正在被继承',
  90508: '该群已经被继承',
};

function refused(externalKey: string, code: string, message: string): TransferStart {
  return { externalKey, state: 'failed', code, message };
}

/** Where the hand-overs between two people stand (docs 94088, 94082). */
export async function readTransferOutcomes(client: WecomClient, input: OutcomeInput): Promise<Outcome[]> {
  const rows = await readPages(async (cursor) => {
    const answer = await client.call({
      path:
        input.employment === 'employed'
          ? '/cgi-bin/externalcontact/transfer_result'
          : '/cgi-bin/externalcontact/resigned/transfer_result',
      secret: 'customer',
      body: { handover_userid: input.from, takeover_userid: input.to, cursor },
      answer: resultAnswer,
    });
    return { items: answer.customer, next: answer.next_cursor };
  });
  return rows.map((row) => ({
    externalKey: row.external_userid,
    outcome: outcomes[row.status] ?? 'unknown',
    at: row.takeover_time > 0 ? new Date(row.takeover_time * 1000) : null,
  }));
}

const outcomes: Record<number, TransferOutcome> = { 1: 'done', 2: 'waiting', 3: 'refused', 4: 'limit', 5: 'unknown' };

/** Per customer the platform gives a number only (reference 6.4, doc 90313). */
const reasons: Record<number, string> = {
  40096: '客户不存在或不在可见范围内',
  40097: '原跟进人尚未离职',
  40098: '接手人尚未实名认证',
  40099: '接手人的客户数量已达上限',
  40100: '客户已在转接流程中',
  40128: '90 天内最多转接两次',
  40129: '客户正在转接中',
  40130: '接手人与原跟进人相同',
  40131: '客户不属于原跟进人',
  40132: '团队账号不支持转接',
  40143: '接手人已被限制',
  84061: '原跟进人与客户已无好友关系',
};
