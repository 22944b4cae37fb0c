import type * as JsSdk from '@wecom/jssdk';
import { type PersonRef } from '../server/contract/subject.ts';
import { getPerson, listPeople } from '../server/contract/org.ts';
import { signPage } from '../server/contract/session.ts';
import { call } from './api.ts';
import { insideWeCom } from './inside-wecom.ts';

type Sdk = typeof JsSdk;
let ready: Promise<Sdk | null> | null = null;

/** The registered SDK, loaded on first use; null outside WeCom or when signing fails. */
export const sdk = (): Promise<Sdk | null> => (ready ??= insideWeCom ? register() : Promise.resolve(null));

async function register(): Promise<Sdk | null> {
  try {
    const [ww, first] = await Promise.all([import('@wecom/jssdk'), sign()]);
    ww.register({
      corpId: first.corpId,
      agentId: first.agentId,
      jsApiList: ['selectEnterpriseContact', 'openUserProfile', 'getLocation'],
      getConfigSignature: async () => (await sign()).corp,
      getAgentConfigSignature: async () => (await sign()).agent,
    });
    await inTime(ww.ensureConfigReady());
    return ww;
  } catch {
    ready = null;
    return null;
  }
}

/** Without the client's bridge the SDK waits for ever; after five seconds the app uses its own ways. */
const inTime = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, new Promise((_, reject) => setTimeout(() => reject(new Error('no bridge')), 5_000))]);

const sign = () => call(signPage, { query: { path: location.pathname + location.search } });

/** Opens a colleague's profile in chat; false when there is no chat client to open it in. */
export async function openColleague(account: string): Promise<boolean> {
  const ww = await sdk();
  if (!ww) return false;
  return ww.openUserProfile({ type: 1, userid: account }).then(
    () => true,
    () => false,
  );
}

/** The chat client's own people picker. `undefined`: not available here, use ours. `null`: closed without choosing. */
export async function pickInChat(
  multiple: boolean,
  chosen: readonly PersonRef[] = [],
): Promise<PersonRef[] | null | undefined> {
  const ww = await sdk();
  if (!ww) return undefined;
  try {
    const selected = await Promise.all(chosen.map(({ id }) => call(getPerson, { params: { id } })));
    const { result } = await ww.selectEnterpriseContact({
      fromDepartmentId: 0,
      mode: multiple ? ww.SelectEnterpriseContactMode.multi : ww.SelectEnterpriseContactMode.single,
      type: [ww.SelectEnterpriseContactType.user],
      selectedUserIds: selected.map(({ account }) => account),
    });
    const people = await Promise.all((result.userList ?? []).map(({ id, name }) => findByAccount(id, name)));
    return people.filter((person) => person !== null);
  } catch (error) {
    return isCancelled(error) ? null : undefined;
  }
}

/** The client names people by account; ours are found by name and told apart by their account. */
async function findByAccount(account: string, name: string): Promise<PersonRef | null> {
  const { items } = await call(listPeople, { query: { keyword: name, state: 'active' } });
  const details = await Promise.all(items.map(({ id }) => call(getPerson, { params: { id } })));
  const found = details.find((person) => person.account === account);
  return found ? { id: found.id, name: found.name, active: found.state === 'active' } : null;
}

const isCancelled = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errMsg' in error && String(error.errMsg).endsWith(':cancel');

export interface Position {
  latitude: number;
  longitude: number;
}

/** Where the phone is, from the chat client or else from the browser; null when neither tells. */
export async function locate(): Promise<Position | null> {
  const ww = await sdk();
  if (!ww) return locateInBrowser();
  const found = await ww.getLocation({ type: ww.LocationType.wgs84 }).catch(() => null);
  return found ? { latitude: Number(found.latitude), longitude: Number(found.longitude) } : locateInBrowser();
}

const locateInBrowser = (): Promise<Position | null> =>
  new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
      () => resolve(null),
      { timeout: 8_000, maximumAge: 60_000 },
    );
  });
