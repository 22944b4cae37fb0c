import { randomInt } from 'node:crypto';
import { commentOnFollowUp, listFollowUps, logFollowUp } from '../../server/contract/activities.ts';
import {
  createCustomer,
  getCustomer,
  getCustomerTimeline,
  listCustomers,
  updateCustomer,
} from '../../server/contract/customers.ts';
import { getWorkbench, searchEverything } from '../../server/contract/insight.ts';
import { getOpportunity, listOpportunities } from '../../server/contract/opportunities.ts';
import { listDigests } from '../../server/contract/reports.ts';
import type { CompanyView } from '../../simulator/control/types.ts';
import { askToWin, openDeal } from '../../test/journeys/deals.ts';
import { cardOf, cardText } from '../../test/support/processes-control.ts';
import { signIn, type Person } from '../../test/support/processes-person.ts';
import type { Stage } from '../../test/support/processes-stage.ts';

/** The demo company at work, as far as a load needs to know it. */
interface Crew {
  stage: Stage;
  sellers: readonly Person[];
  leader: Person;
}

/** Something somebody does now and then; `serial` tells repeated doings apart. */
type Act = (crew: Crew, serial: number) => Promise<unknown>;

const leader = 'chenjianguo';
const seller = 'wanglei';
const anyOf = <T>(all: readonly T[]): T | undefined => all[randomInt(Math.max(1, all.length))];
const one = ({ sellers, leader: other }: Crew): Person => anyOf(sellers) ?? other;

const customerQueries = [
  {},
  { sort: 'next_contact' },
  { sort: 'created', level: 'a,b' },
  { silentDays: '7' },
  { relation: 'mine' },
  { keyword: '苏州' },
  { keyword: 'jx' },
] as const;

const readCustomers: Act = async (crew) => {
  const person = one(crew);
  const { items } = await person.get(listCustomers, { query: { ...anyOf(customerQueries) } });
  const found = anyOf(items);
  if (!found) return;
  await person.get(getCustomer, { params: { id: found.id } });
  await person.get(getCustomerTimeline, { params: { id: found.id } });
};

const readOpportunities: Act = async (crew) => {
  const person = one(crew);
  const found = anyOf((await person.get(listOpportunities)).items);
  if (found) await person.get(getOpportunity, { params: { id: found.id } });
};

const lookAround: Act = async (crew) => {
  await one(crew).get(getWorkbench);
  await one(crew).get(searchEverything, { query: { keyword: anyOf(['机械', 'wl', '0512', '装备']) ?? '' } });
};

/** The page of a digest with its picture, as the boss opens it from the group. */
const readDigest: Act = async ({ leader: reader, stage }) => {
  const found = anyOf((await reader.get(listDigests)).items);
  if (!found) return;
  const headers = { cookie: reader.cookies };
  const picture = await fetch(`${stage.appUrl}/api/digests/${found.id}/picture`, { headers });
  if (!picture.ok) throw new Error(`picture: ${picture.status}`);
  await picture.arrayBuffer();
};

const addCustomer: Act = (crew, serial) =>
  one(crew).get(createCustomer, { body: { name: `常州第${serial}精密机械有限公司`, kind: 'customer' } });

const editNote: Act = async (crew, serial) => {
  const person = one(crew);
  const found = anyOf((await person.get(listCustomers, { query: { relation: 'mine' } })).items);
  if (!found) return;
  const { version } = await person.get(getCustomer, { params: { id: found.id } });
  await person.get(updateCustomer, { params: { id: found.id }, body: { note: `第 ${serial} 次记录`, version } });
};

const logContact: Act = async (crew, serial) => {
  const person = one(crew);
  const found = anyOf((await person.get(listCustomers, { query: { relation: 'mine' } })).items);
  if (!found) return;
  await person.get(logFollowUp, { body: { customerId: found.id, kind: 'call', content: `第 ${serial} 次电话` } });
};

/** The author is told in chat. */
const comment: Act = async ({ leader: reader }, serial) => {
  const found = anyOf((await reader.get(listFollowUps)).items.filter((item) => item.abilities.comment));
  if (!found) return;
  await reader.get(commentOnFollowUp, { params: { id: found.id }, body: { text: `第 ${serial} 条点评` } });
};

/** A deal below the seller's authority, decided on the leader's card: signed callbacks there, card updates back. */
const decideDeal: Act = async ({ stage }, serial) => {
  const deal = await openDeal(stage, seller, `无锡第${serial}电子科技`);
  await askToWin(deal, 0.85);
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const cards = await stage.control.messagesOf(`app:${leader}`, leader);
    const card = cards.find((message) => cardText(message).includes(deal.name) && cardOf(message)?.button_list);
    const key = card && cardOf(card)?.button_list?.[serial % 2]?.key;
    if (card && key) return stage.control.press(card.id, { userid: leader, key });
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('The card of an approval did not arrive.');
};

/** The address book tells of a change; the directory is asked again. */
const changePerson: Act = ({ stage }, serial) =>
  stage.control.send('PATCH', `people/${seller}`, { position: `销售经理 ${serial}` });

const askRobot: Act = ({ stage }) =>
  stage.control.send('POST', `conversations/${encodeURIComponent(`app:${seller}`)}/messages`, {
    userid: seller,
    text: '帮助',
  });

/** How often of a hundred. */
const mix: readonly [Act, number][] = [
  [readCustomers, 30],
  [readOpportunities, 15],
  [lookAround, 15],
  [readDigest, 3],
  [addCustomer, 8],
  [editNote, 6],
  [logContact, 12],
  [comment, 4],
  [decideDeal, 2],
  [changePerson, 2],
  [askRobot, 3],
];
const drawn = mix.flatMap(([act, times]) => Array.from({ length: times }, () => act));

/** The people of the stage's company who work with customers, signed in. */
export const gatherCrew = async (stage: Stage): Promise<Crew> => {
  const company = await stage.control.get<CompanyView>('company');
  const everybody: Person[] = [];
  for (const { userid } of company.people) everybody.push(await signIn(stage, userid));
  const sellers: Person[] = [];
  for (const person of everybody) if ((await person.call(listCustomers)).ok) sellers.push(person);
  return { stage, sellers, leader: await signIn(stage, leader) };
};

/** Moves the day on and waits until the product has noticed: a login begun before would have taken hours. */
const passHours = async ({ control, appUrl }: Stage, hours: number): Promise<void> => {
  const shown = async (): Promise<number> =>
    Date.parse((await fetch(`${appUrl}/api/session`)).headers.get('date') ?? '');
  const target = (await shown()) + (hours - 0.5) * 3_600_000;
  await control.send('POST', 'clock', { advanceSeconds: hours * 3600 });
  const deadline = Date.now() + 30_000;
  while ((await shown()) < target) {
    if (Date.now() > deadline) throw new Error('The product does not follow the clock.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

export interface LoadSeen {
  acts: number;
  failures: string[];
}

/** One act after the other until the time is over, the business day moving on four hours now and then. */
export const workUntil = async (
  crew: Crew,
  { endsAt, paceMs, dayStepMs }: { endsAt: number; paceMs: number; dayStepMs: number },
): Promise<LoadSeen> => {
  const seen: LoadSeen = { acts: 0, failures: [] };
  let stepAt = Date.now() + dayStepMs;
  while (Date.now() < endsAt) {
    if (Date.now() >= stepAt) {
      await passHours(crew.stage, 4);
      stepAt += dayStepMs;
    }
    seen.acts += 1;
    const act = anyOf(drawn) ?? readCustomers;
    await act(crew, seen.acts).catch((error: unknown) => seen.failures.push(String(error).slice(0, 300)));
    await new Promise((resolve) => setTimeout(resolve, paceMs));
  }
  return seen;
};
