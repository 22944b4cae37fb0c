import { z } from 'zod';

import { SECOND } from '../clock.ts';
import { bodyOf, type Call, type Endpoint, queryOf } from '../http/endpoint.ts';
import { findPerson, isVisible } from '../org/org-index.ts';
import { type ExternalContact, type Follow } from '../state.ts';
import { type World } from '../world.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { ensure } from './error.ts';
import { tellCustomerEvent } from './external-events.ts';

/** Customers of members (reference 6.1, 6.2, docs 92571, 92113, 92114, 92994, 92115). */
export const externalContactEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/cgi-bin/externalcontact/get_follow_user_list',
    allow: ['agent'],
    run: ({ world }) => ({
      follow_user: world.state.company.people
        .filter((each) => each.status === 1 && isVisible(world.state, each.userid))
        .map((each) => each.userid),
    }),
  },
  { method: 'GET', path: '/cgi-bin/externalcontact/list', allow: ['agent'], run: listOfMember },
  { method: 'GET', path: '/cgi-bin/externalcontact/get', allow: ['agent'], run: getOne },
  { method: 'POST', path: '/cgi-bin/externalcontact/batch/get_by_user', allow: ['agent'], run: batchOfMembers },
  { method: 'POST', path: '/cgi-bin/externalcontact/remark', allow: ['agent'], run: remark },
];

/** Rows of members still in the company. */
export function livingFollows(world: World): Follow[] {
  return world.state.follows.filter((each) => each.leftAt === null);
}

/** The member under his exact userid; 60111 unknown, 60011 outside the visible range. */
export function visibleMember(world: World, userid: string): string {
  const person = findPerson(world.state, userid);
  ensure(person, 60111);
  ensure(isVisible(world.state, person.userid), 60011);
  return person.userid;
}

function listOfMember(call: Call) {
  const userid = visibleMember(call.world, queryOf(call, 'userid', 41009));
  const ids = livingFollows(call.world)
    .filter((each) => each.userid === userid)
    .map((each) => each.externalUserid);
  ensure(ids.length > 0, 84061);
  return { external_userid: ids };
}

const FOLLOWERS_PER_PAGE = 500;

function getOne(call: Call) {
  const { world } = call;
  const contact = knownContact(world, queryOf(call, 'external_userid', 41035));
  const all = livingFollows(world).filter((each) => each.externalUserid === contact.externalUserid);
  const follows = all.filter((each) => isVisible(world.state, each.userid));
  ensure(all.length > 0, 84061);
  ensure(follows.length > 0, 40096);
  const from = readCursor(call.query.cursor, follows.length);
  const next = writeCursor(from + FOLLOWERS_PER_PAGE, follows.length);
  return {
    external_contact: presentContact(contact),
    follow_user: follows.slice(from, from + FOLLOWERS_PER_PAGE).map((each) => ({ ...presentFollow(each), tags: [] })),
    ...(next === '' ? {} : { next_cursor: next }),
  };
}

const batch = z.object({
  userid_list: z.array(z.string()).min(1).max(100),
  cursor: z.string().optional(),
  limit: z.number().int().min(1).max(100).default(50),
});

function batchOfMembers(call: Call) {
  const { world } = call;
  const { userid_list, cursor, limit } = bodyOf(call, batch);
  const userids = new Set(userid_list.map((userid) => visibleMember(world, userid)));
  const follows = livingFollows(world).filter((each) => userids.has(each.userid));
  ensure(follows.length > 0, 84061);
  const from = readCursor(cursor, follows.length);
  return {
    external_contact_list: follows.slice(from, from + limit).map((each) => ({
      external_contact: presentContact(knownContact(world, each.externalUserid)),
      follow_info: { ...presentFollow(each), tag_id: [] },
    })),
    next_cursor: writeCursor(from + limit, follows.length),
  };
}

const remarkChange = z.object({
  userid: z.string(),
  external_userid: z.string(),
  remark: z.string().max(20).optional(),
  description: z.string().max(150).optional(),
  remark_company: z.string().max(20).optional(),
  remark_mobiles: z.array(z.string()).optional(),
});

function remark(call: Call) {
  const { world } = call;
  const body = bodyOf(call, remarkChange);
  const { remark: name, description, remark_company: company, remark_mobiles: mobiles } = body;
  ensure(
    [name, description, company, mobiles].some((each) => each !== undefined),
    40058,
    'nothing to change',
  );
  const userid = visibleMember(world, body.userid);
  const follow = livingFollows(world).find(
    (each) => each.userid === userid && each.externalUserid === body.external_userid,
  );
  ensure(follow, 84061);
  follow.remark = name ?? follow.remark;
  follow.description = description ?? follow.description;
  follow.remarkCorpName = company ?? follow.remarkCorpName;
  follow.remarkMobiles = mobiles?.filter((each) => each !== '') ?? follow.remarkMobiles;
  const onlyMobiles = name === undefined && description === undefined && company === undefined;
  if (!onlyMobiles) tellCustomerEvent(world, 'edit_external_contact', userid, body.external_userid);
  return {};
}

function knownContact(world: World, externalUserid: string): ExternalContact {
  const contact = world.state.externals.find((each) => each.externalUserid === externalUserid);
  ensure(contact, 40096);
  return contact;
}

/** Type 1 is a WeChat user (`wm`), 2 a WeCom user (`wo`), the only one with a company name. */
function presentContact({ externalUserid, name, corpName }: ExternalContact) {
  const isWecom = externalUserid.startsWith('wo');
  return {
    external_userid: externalUserid,
    name,
    type: isWecom ? 2 : 1,
    avatar: '',
    gender: 0,
    ...(isWecom
      ? { position: '', corp_name: corpName, corp_full_name: corpName, external_profile: { external_attr: [] } }
      : {}),
  };
}

function presentFollow(follow: Follow) {
  return {
    userid: follow.userid,
    remark: follow.remark,
    description: follow.description,
    createtime: Math.floor(follow.createdAt / SECOND),
    remark_corp_name: follow.remarkCorpName,
    remark_mobiles: follow.remarkMobiles,
    oper_userid: follow.operUserid,
    add_way: follow.addWay,
    state: '',
  };
}
