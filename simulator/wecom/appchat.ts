import { z } from 'zod';

import { postMessage } from '../chat/post-message.ts';
import { DAY, HOUR, MINUTE } from '../clock.ts';
import { bodyOf, type Call, type Endpoint, jsonOf, queryOf } from '../http/endpoint.ts';
import { newChatid } from '../org/load-org.ts';
import { findPerson, orgIndex } from '../org/org-index.ts';
import { type Group } from '../state.ts';
import { type World } from '../world.ts';
import { ensure } from './error.ts';
import { readContent } from './message-content.ts';

/** Groups made by the app (reference 7.9, docs 90245, 98913, 90246, 90248): only when the whole company is visible. */
export const appchatEndpoints: Endpoint[] = [
  { method: 'POST', path: '/cgi-bin/appchat/create', allow: ['agent'], run: create },
  { method: 'POST', path: '/cgi-bin/appchat/update', allow: ['agent'], run: change },
  { method: 'GET', path: '/cgi-bin/appchat/get', allow: ['agent'], run: show },
  { method: 'POST', path: '/cgi-bin/appchat/send', allow: ['agent'], run: send },
];

const newChat = z.object({
  name: z.string().default('群聊'),
  owner: z.string().optional(),
  userlist: z.array(z.string()).min(2).max(2000),
  chatid: z
    .string()
    .regex(/^[0-9a-zA-Z]{1,32}$/)
    .optional(),
});

function create(call: Call) {
  const { world } = call;
  const body = bodyOf(call, newChat);
  ensureWholeCompany(world);
  const members = membersNamed(world, body.userlist);
  const owner = body.owner === undefined ? members[0] : findPerson(world.state, body.owner)?.userid;
  ensure(owner && members.includes(owner), 86004, 'invalid chat owner');
  const chatid = body.chatid ?? newChatid().slice(0, 32);
  ensure(!world.state.groups.some((each) => each.chatid === chatid), 86215, 'chatid existed');
  if (world.state.settings.frequencyLimits) ensure(world.frequency.take('appchat/create', 1000, DAY), 45009);
  const name = [...body.name].slice(0, 50).join('');
  world.state.groups.push({ chatid, name, owner, members, webhookKey: null, robotIn: false, isAppGroup: true });
  world.live.emit({ type: 'groups' });
  return { chatid };
}

const chatChange = z.object({
  chatid: z.string(),
  name: z.string().optional(),
  owner: z.string().optional(),
  add_user_list: z.array(z.string()).default([]),
  del_user_list: z.array(z.string()).default([]),
});

function change(call: Call) {
  const { world } = call;
  const body = bodyOf(call, chatChange);
  const group = ownGroup(world, body.chatid);
  if (world.state.settings.frequencyLimits) ensure(world.frequency.take('appchat/update', 1000, HOUR), 45009);
  const leaving = new Set(body.del_user_list.map((userid) => userid.toLowerCase()));
  const added = membersNamed(world, body.add_user_list);
  const members = [...new Set([...group.members, ...added])].filter((userid) => !leaving.has(userid.toLowerCase()));
  const owner = body.owner === undefined ? group.owner : findPerson(world.state, body.owner)?.userid;
  ensure(owner && members.includes(owner), 86004, 'invalid chat owner');
  Object.assign(group, { members, owner, name: [...(body.name ?? group.name)].slice(0, 50).join('') });
  world.live.emit({ type: 'groups' });
  return {};
}

function show(call: Call) {
  const { chatid, name, owner, members } = ownGroup(call.world, queryOf(call, 'chatid', 40058));
  return { chat_info: { chatid, name, owner, userlist: members } };
}

function send(call: Call) {
  const { world } = call;
  const { chatid, msgtype } = bodyOf(call, z.object({ chatid: z.string(), msgtype: z.string() }));
  const group = ownGroup(world, chatid);
  const fields = jsonOf(call) as Record<string, unknown>;
  const content = readContent(world, msgtype, fields[msgtype]);
  if (world.state.settings.frequencyLimits) {
    ensure(world.frequency.take('appchat/send', 20_000, MINUTE, group.members.length), 45009);
  }
  postMessage(world, { place: { kind: 'group', chatid }, sender: { kind: 'app' }, content });
  return {};
}

function ownGroup(world: World, chatid: string): Group {
  const group = world.state.groups.find((each) => each.chatid === chatid);
  ensure(group, 86003);
  ensure(group.isAppGroup, 86008);
  return group;
}

function ensureWholeCompany(world: World): void {
  const { visibleDepartments, departments } = orgIndex(world.state);
  ensure(visibleDepartments.size === departments.size, 48002, 'appchat needs the whole company in the visible range');
}

function membersNamed(world: World, userids: string[]): string[] {
  const people = userids.map((userid) => findPerson(world.state, userid)?.userid);
  ensure(
    people.every((userid) => userid !== undefined),
    86216,
    'invalid chat member',
  );
  return [...new Set(people.filter((userid) => userid !== undefined))];
}
