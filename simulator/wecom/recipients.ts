import { isVisible, membersOf, orgIndex } from '../org/org-index.ts';
import { type World } from '../world.ts';
import { ensure } from './error.ts';

export interface Asked {
  users: string[] | 'all';
  parties: string[];
  tags: string[];
}

export interface Resolved {
  userids: string[];
  /** Lower-cased, as the platform returns them. */
  invalidUsers: string[];
  invalidParties: string[];
  invalidTags: string[];
}

/** 82001 nobody named, 40032 over 1000 users, 82002 and 82003 over 100 parties or tags. */
export function ensureAskedFits({ users, parties, tags }: Asked): void {
  ensure(users === 'all' || users.length + parties.length + tags.length > 0, 82001);
  ensure(users === 'all' || users.length <= 1000, 40032);
  ensure(parties.length <= 100, 82002, 'too many parties');
  ensure(tags.length <= 100, 82003, 'too many tags');
}

/** Who of those asked for is in the visible range and not disabled; a department stands for everybody below it too. */
export function resolveRecipients(world: World, asked: Asked): Resolved {
  const index = orgIndex(world.state);
  const reachable = (userid: string) =>
    isVisible(world.state, userid) && index.people.get(userid.toLowerCase())?.status !== 2;
  if (asked.users === 'all') {
    const everybody = world.state.company.people.map((each) => each.userid).filter(reachable);
    return { userids: everybody, invalidUsers: [], invalidParties: [], invalidTags: [] };
  }
  const isParty = (id: string) => index.visibleDepartments.has(Number(id));
  const named = asked.users.filter(reachable).map((userid) => index.people.get(userid.toLowerCase())?.userid ?? userid);
  const throughParties = asked.parties
    .filter(isParty)
    .flatMap((id) => membersOf(index, Number(id), true))
    .map((each) => each.userid)
    .filter(reachable);
  return {
    userids: [...new Set([...named, ...throughParties])],
    invalidUsers: asked.users.filter((userid) => !reachable(userid)).map((userid) => userid.toLowerCase()),
    invalidParties: asked.parties.filter((id) => !isParty(id)),
    invalidTags: asked.tags,
  };
}
