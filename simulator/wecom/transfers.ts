import { z } from 'zod';

import { DAY, SECOND } from '../clock.ts';
import { bodyOf, type Call, type Endpoint } from '../http/endpoint.ts';
import { findPerson } from '../org/org-index.ts';
import { type Transfer } from '../state.ts';
import { type World } from '../world.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { ensure } from './error.ts';
import { visibleMember } from './external-contacts.ts';
import { completeDueTransfers, followOf, startTransfer } from './transfer-machine.ts';

/** Handing customers over (reference 6.4 and 6.6, docs 92125, 94088, 92124, 94081, 94082). */
export const transferEndpoints: Endpoint[] = [
  {
    method: 'POST',
    path: '/cgi-bin/externalcontact/transfer_customer',
    allow: ['agent'],
    run: (call) => start(call, 'onjob'),
  },
  {
    method: 'POST',
    path: '/cgi-bin/externalcontact/transfer_result',
    allow: ['agent'],
    run: (call) => result(call, 'onjob'),
  },
  { method: 'POST', path: '/cgi-bin/externalcontact/get_unassigned_list', allow: ['agent'], run: unassigned },
  {
    method: 'POST',
    path: '/cgi-bin/externalcontact/resigned/transfer_customer',
    allow: ['agent'],
    run: (call) => start(call, 'resigned'),
  },
  {
    method: 'POST',
    path: '/cgi-bin/externalcontact/resigned/transfer_result',
    allow: ['agent'],
    run: (call) => result(call, 'resigned'),
  },
];

const pair = z.object({ handover_userid: z.string().min(1), takeover_userid: z.string().min(1) });
const startRequest = pair.extend({
  external_userid: z.array(z.string()).min(1).max(100),
  transfer_success_msg: z.string().max(200).optional(),
});

type Draft = Pick<Transfer, 'kind' | 'externalUserid' | 'handover' | 'takeover'>;

function start(call: Call, kind: Transfer['kind']) {
  const { world } = call;
  const body = bodyOf(call, startRequest);
  completeDueTransfers(world);
  const takeover = visibleMember(world, body.takeover_userid);
  const handover = kind === 'onjob' ? visibleMember(world, body.handover_userid) : leaver(world, body.handover_userid);
  const customer = body.external_userid.map((externalUserid) => {
    const draft = { kind, externalUserid, handover, takeover };
    const errcode = findRefusal(world, draft);
    if (errcode === 0) startTransfer(world, draft);
    return { external_userid: externalUserid, errcode };
  });
  return { customer };
}

function leaver(world: World, userid: string): string {
  ensure(!findPerson(world.state, userid), 40097, 'the member has not resigned');
  const left = world.state.leavers.findLast((each) => each.userid.toLowerCase() === userid.toLowerCase());
  ensure(left, 60111);
  return left.userid;
}

/** The errcode of one item; 0 starts the hand-over. */
function findRefusal(world: World, draft: Draft): number {
  const { externals, transfers } = world.state;
  const { externalUserid, handover, takeover } = draft;
  if (!externals.some((each) => each.externalUserid === externalUserid)) return 40096;
  if (handover === takeover) return 40130;
  if (findPerson(world.state, takeover)?.status !== 1) return 40098;
  if (!followOf(world, draft)) return draft.kind === 'onjob' ? 40131 : 84061;
  const history = transfers.filter((each) => each.externalUserid === externalUserid && each.handover === handover);
  if (history.some((each) => each.status === 'waiting')) return 40129;
  const since = world.clock.now() - 90 * DAY;
  const recent = transfers.filter(
    (each) =>
      each.externalUserid === externalUserid && each.kind === 'onjob' && each.status === 'done' && each.dueAt > since,
  );
  return draft.kind === 'onjob' && recent.length >= 2 ? 40128 : 0;
}

const statusCodes = { done: 1, waiting: 2, refused: 3, limit: 4 } as const;
const RESULTS_PER_PAGE = 1000;

function result(call: Call, kind: Transfer['kind']) {
  const { world } = call;
  const body = bodyOf(call, pair.extend({ cursor: z.string().optional() }));
  completeDueTransfers(world);
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const latest = new Map<string, Transfer>();
  for (const each of world.state.transfers) {
    const isAsked = same(each.handover, body.handover_userid) && same(each.takeover, body.takeover_userid);
    if (each.kind === kind && isAsked) latest.set(each.externalUserid, each);
  }
  const rows = [...latest.values()];
  const from = readCursor(body.cursor, rows.length);
  return {
    customer: rows.slice(from, from + RESULTS_PER_PAGE).map((each) => ({
      external_userid: each.externalUserid,
      status: statusCodes[each.status],
      takeover_time: each.status === 'refused' ? 0 : Math.floor(each.dueAt / SECOND),
    })),
    next_cursor: writeCursor(from + RESULTS_PER_PAGE, rows.length),
  };
}

const unassignedRequest = z.object({
  page_id: z.number().int().min(0).optional(),
  page_size: z.number().int().min(1).max(1000).default(1000),
  cursor: z.string().optional(),
});

function unassigned(call: Call) {
  const { world } = call;
  const { page_id, page_size, cursor } = bodyOf(call, unassignedRequest);
  completeDueTransfers(world);
  const rows = world.state.follows.filter((each) => each.leftAt !== null);
  const from = page_id === undefined ? readCursor(cursor, rows.length) : page_id * page_size;
  ensure(from < 50_000, 40058, 'page_id * page_size must be below 50000');
  const next = writeCursor(from + page_size, rows.length);
  return {
    info: rows.slice(from, from + page_size).map((each) => ({
      handover_userid: each.userid,
      external_userid: each.externalUserid,
      dimission_time: Math.floor((each.leftAt ?? 0) / SECOND),
    })),
    is_last: next === '',
    ...(page_id === undefined ? { next_cursor: next } : {}),
  };
}
