import { z } from 'zod';

import { DAY, SECOND } from '../clock.ts';
import { bodyOf, type Call, type Endpoint } from '../http/endpoint.ts';
import { findPerson, isVisible } from '../org/org-index.ts';
import { type CustomerGroup } from '../state.ts';
import { type World } from '../world.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { ensure } from './error.ts';
import { visibleMember } from './external-contacts.ts';
import { tellGroupOwnerChanged } from './external-events.ts';

const path = '/cgi-bin/externalcontact/groupchat';

/** Groups with customers in them (reference 6.5, docs 92120, 92122, 92127, 95703). */
export const customerGroupEndpoints: Endpoint[] = [
  { method: 'POST', path: `${path}/list`, allow: ['agent'], run: list },
  { method: 'POST', path: `${path}/get`, allow: ['agent'], run: getOne },
  { method: 'POST', path: `${path}/transfer`, allow: ['agent'], run: (call) => transfer(call, 'resigned') },
  { method: 'POST', path: `${path}/onjob_transfer`, allow: ['agent'], run: (call) => transfer(call, 'onjob') },
];

/** 2, being inherited, never lasts here: a transfer takes effect at once. */
const statusCodes = { normal: 0, resigned: 1, inherited: 3 } as const;
/** Without a filter of owners the question is refused for a range of more members. */
const membersWithoutFilter = 1000;

const listRequest = z.object({
  status_filter: z.number().int().min(0).max(3).default(0),
  owner_filter: z.object({ userid_list: z.array(z.string()).min(1).max(100) }).optional(),
  cursor: z.string().optional(),
  limit: z.number().int().min(1).max(1000),
});

function list(call: Call) {
  const { state } = call.world;
  const { status_filter: status, owner_filter: owners, cursor, limit } = bodyOf(call, listRequest);
  const visible = state.company.people.filter((each) => isVisible(state, each.userid));
  ensure(owners || visible.length <= membersWithoutFilter, 81017);
  const wanted = owners && new Set(owners.userid_list.map((userid) => userid.toLowerCase()));
  const rows = state.customerGroups.filter(
    (each) =>
      (!wanted || wanted.has(each.owner.toLowerCase())) && (status === 0 || statusCodes[each.status] === status),
  );
  const from = readCursor(cursor, rows.length);
  return {
    group_chat_list: rows
      .slice(from, from + limit)
      .map((each) => ({ chat_id: each.chatId, status: statusCodes[each.status] })),
    next_cursor: writeCursor(from + limit, rows.length),
  };
}

function getOne(call: Call) {
  const { world } = call;
  const { chat_id, need_name } = bodyOf(call, z.object({ chat_id: z.string(), need_name: z.number().default(0) }));
  const group = findGroup(world, chat_id);
  ensure(group, 90501);
  return {
    group_chat: {
      chat_id: group.chatId,
      name: group.name,
      owner: group.owner,
      create_time: Math.floor(group.createdAt / SECOND),
      notice: '',
      member_list: group.members.map(({ id, joinedAt }) => ({
        userid: id,
        type: isCustomer(world, id) ? 2 : 1,
        join_time: Math.floor(joinedAt / SECOND),
        join_scene: 1,
        ...(need_name === 1 ? { name: nameOf(world, id) } : {}),
      })),
      admin_list: [],
    },
  };
}

const transferRequest = z.object({ chat_id_list: z.array(z.string()).min(1).max(100), new_owner: z.string().min(1) });

/** Takes effect at once, without asking a customer; what cannot be handed over is named in `failed_chat_list`. */
function transfer(call: Call, kind: 'onjob' | 'resigned') {
  const { world } = call;
  const { chat_id_list, new_owner } = bodyOf(call, transferRequest);
  const owner = visibleMember(world, new_owner);
  ensure(findPerson(world.state, owner)?.status === 1, 40098, 'the new owner is not activated');
  const failed = chat_id_list.flatMap((chatId) => {
    const errcode = findRefusal(world, chatId, owner, kind);
    if (errcode === 0) changeOwner(world, chatId, owner, kind);
    return errcode === 0 ? [] : [{ chat_id: chatId, errcode, errmsg: refusals[errcode] }];
  });
  return { failed_chat_list: failed };
}

const refusals: Record<number, string> = {
  45009: 'api freq out of limit',
  40128: 'the chat was transferred twice in 90 days',
  90500: 'the owner of this chat is not resigned',
  90501: 'this chat is not a customer group',
  90502: 'the owner of this chat has resigned',
  90504: 'the owner is not changed',
  90508: 'this chat has been inherited',
};
const perOwnerAndDay = 300;

/** The number for a group handed over too often and for an owner's 301st group of a day are not documented. */
function findRefusal(world: World, chatId: string, newOwner: string, kind: 'onjob' | 'resigned'): number {
  const { state, clock } = world;
  const group = findGroup(world, chatId);
  if (!group) return 90501;
  if (group.owner === newOwner) return 90504;
  const hasLeft = !findPerson(state, group.owner);
  if (kind === 'onjob' && hasLeft) return 90502;
  if (kind === 'resigned' && !hasLeft) return group.status === 'inherited' ? 90508 : 90500;
  const recent = group.handovers.filter((each) => each.kind === 'onjob' && each.at > clock.now() - 90 * DAY);
  if (kind === 'onjob' && recent.length >= 2) return 40128;
  const today = state.customerGroups
    .flatMap((each) => each.handovers)
    .filter((each) => each.from === group.owner && each.at > clock.now() - DAY);
  return today.length >= perOwnerAndDay ? 45009 : 0;
}

function changeOwner(world: World, chatId: string, owner: string, kind: 'onjob' | 'resigned'): void {
  const group = findGroup(world, chatId);
  if (!group) return;
  const now = world.clock.now();
  group.handovers.push({ kind, from: group.owner, at: now });
  group.owner = owner;
  group.status = kind === 'resigned' ? 'inherited' : 'normal';
  if (!group.members.some((each) => each.id === owner)) group.members.push({ id: owner, joinedAt: now });
  world.storage.saveSoon();
  tellGroupOwnerChanged(world, chatId);
}

const findGroup = (world: World, chatId: string): CustomerGroup | undefined =>
  world.state.customerGroups.find((each) => each.chatId === chatId);

const isCustomer = (world: World, id: string): boolean =>
  world.state.externals.some((each) => each.externalUserid === id);

const nameOf = ({ state }: World, id: string): string =>
  state.externals.find((each) => each.externalUserid === id)?.name ?? findPerson(state, id)?.name ?? '';
