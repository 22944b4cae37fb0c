import { type State } from '../state.ts';
import { slugOf } from './slug.ts';

/** Whose phone a host name is. `isSignedIn`: an active member; others are signed out of the client by the platform. */
export interface Device {
  userid: string;
  name: string;
  isSignedIn: boolean;
}

const HOST = /^([a-z0-9-]+)\.wecom\.localhost(:\d+)?$/i;
const ACTIVE = 1;

/** The label in front of `.wecom.localhost`; null for any other host. */
export function deviceLabel(host: string | undefined): string | null {
  return HOST.exec(host ?? '')?.[1]?.toLowerCase() ?? null;
}

export function findDevice(state: State, label: string): Device | null {
  const person = bySlug(state).get(label);
  if (person) return { userid: person.userid, name: person.name, isSignedIn: person.status === ACTIVE };
  const leaver = state.leavers.findLast((each) => slugOf(each.userid) === label);
  return leaver ? { userid: leaver.userid, name: leaver.name, isSignedIn: false } : null;
}

type People = State['company']['people'];
const known = new WeakMap<State, { version: number; people: Map<string, People[number]> }>();

function bySlug(state: State): Map<string, People[number]> {
  const found = known.get(state);
  if (found?.version === state.orgVersion) return found.people;
  const people = new Map(state.company.people.map((each) => [slugOf(each.userid), each]));
  known.set(state, { version: state.orgVersion, people });
  return people;
}
