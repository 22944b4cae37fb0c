import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Product } from '../../server/compose.ts';
import { listFollowUps } from '../../server/contract/activities.ts';
import { decideApproval, getApproval } from '../../server/contract/approvals.ts';
import { inTransaction } from '../../server/kernel/transaction.ts';
import { systemWork } from '../../server/kernel/work.ts';
import { queueMessages, type NewMessage } from '../../server/modules/messages/index.ts';
import type {
  CompanyView,
  ClockState,
  Counters,
  Credentials,
  FaultInput,
  Settings,
  SpeakOutcome,
} from '../../simulator/control/types.ts';
import { askToWin, openDeal } from '../journeys/deals.ts';
import { countPending, readChatTexts } from '../support/fault-audit.ts';
import { bindGroups, type BoundGroup } from '../support/fault-groups.ts';
import { isFullForm, recordRow } from '../support/fault-rows.ts';
import { cardOf, cardText } from '../support/processes-control.ts';
import { signIn, type Person } from '../support/processes-person.ts';
import { openProduct } from '../support/processes-product.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';

const patience = { timeout: 60_000, interval: 200 };
const sendToPeople = '/cgi-bin/message/send';

let stage: Stage;
let product: Product;
let closeProduct: () => Promise<void>;
let groups: BoundGroup[];
let people: { id: string; account: string }[];
let viewer: Person;

beforeAll(async () => {
  stage = await openStage({ label: 'wecom', roles: ['all'] });
  ({ product, close: closeProduct } = await openProduct(stage));
  groups = await bindGroups(stage);
  await letRobotIn();
  const active = product.kernel.db('people').where({ state: 'active' }).orderBy('id');
  people = await active.select<{ id: string; account: string }[]>('id', 'account');
  viewer = await signIn(stage, 'wanglei');
});
afterEach(async () => {
  await stage.control.send('DELETE', 'faults');
  await change({ ipAllowList: null, pathLimits: {}, duplicateCallbacks: false, reorderCallbacks: false });
});
afterAll(async () => {
  await closeProduct?.();
  await stage?.close();
});

const order = (fault: FaultInput) => stage.control.send('POST', 'faults', fault);
const change = (settings: Partial<Settings>) => stage.control.send('PATCH', 'settings', settings);
const later = (seconds: number) => stage.control.send('POST', 'clock', { advanceSeconds: seconds });

/** The robot may write into a group once somebody has spoken to it there. */
const letRobotIn = async (): Promise<void> => {
  const { conversationId, userid } = groups[0]?.place ?? { conversationId: '', userid: '' };
  const said = { userid, text: '你好', mentionsRobot: true };
  const isHeard = async () => {
    const path = `conversations/${encodeURIComponent(conversationId)}/messages`;
    return (await stage.control.send<SpeakOutcome>('POST', path, said)).delivered;
  };
  await vi.waitUntil(isHeard, patience);
};

type Way = 'person' | 'webhook' | 'robot';

/** Messages of one scenario, by the way out they take. */
class Batch {
  readonly label: string;
  readonly texts: string[] = [];
  constructor(label: string) {
    this.label = label;
  }

  async queue(way: Way, times: number, to = people): Promise<void> {
    const messages = Array.from({ length: times }, (_, index): NewMessage => {
      const text = `${this.label} ${way} ${this.texts.length + 1}`;
      this.texts.push(text);
      const recipient = recipientOf(way, to[index % to.length]?.id ?? '');
      return { topic: 'approval_result', recipient, content: { type: 'text', text }, dedupeKey: text };
    });
    await inTransaction(systemWork(product.kernel), (work) => queueMessages(work, messages));
  }

  rows(way?: Way) {
    return product.kernel
      .db('messages')
      .where('dedupe_key', 'like', `${this.label} ${way ?? ''}%`)
      .orderBy('id')
      .select<
        {
          title: string;
          state: string;
          error_code: string | null;
          maybe_duplicate: number;
          attempts: number;
          due_at: Date;
        }[]
      >('*');
  }

  async states(way?: Way): Promise<string[]> {
    return [...new Set((await this.rows(way)).map(({ state }) => state))];
  }

  /** Waits until these have all gone out. */
  async arrives(...ways: Way[]): Promise<void> {
    for (const way of ways) await expect.poll(() => this.states(way), patience).toEqual(['sent']);
  }

  /** True when nothing is under way to the platform nor about to be: a leap of the clock then falls into nobody's minute. */
  async isAtRest(): Promise<boolean> {
    const soon = Date.parse((await stage.control.get<ClockState>('clock')).now) + 2000;
    return (await this.rows()).every(({ state, due_at }) => state === 'sent' || due_at.getTime() > soon);
  }

  /** What stands in the chats, against what was queued and what the ledger says. */
  async audit() {
    const places = [
      ...groups.map(({ place }) => place),
      ...people.map(({ account }) => ({ conversationId: `app:${account}`, userid: account })),
    ];
    const times = new Map<string, number>();
    for (const text of await readChatTexts(stage, places)) times.set(text, (times.get(text) ?? 0) + 1);
    const rows = await this.rows();
    const doubled = this.texts.filter((text) => (times.get(text) ?? 0) > 1);
    const marked = rows.filter((row) => row.maybe_duplicate).map(({ title }) => title);
    const dropped = rows.filter(({ state }) => state === 'dropped').map(({ title }) => title);
    return {
      messages: this.texts.length,
      lost: this.texts.filter((text) => !times.has(text) && !dropped.includes(text)).length,
      'given up with reason': dropped.length,
      doubled: doubled.length,
      'doubled unmarked': doubled.filter((text) => !marked.includes(text)).length,
      marked: marked.length,
    };
  }
}

const recipientOf = (way: Way, personId: string): NewMessage['recipient'] => {
  const [group] = groups;
  if (!group || way === 'person') return { kind: 'person', personId };
  if (way === 'webhook') return { kind: 'group', groupId: group.id, channel: 'webhook', name: group.name };
  return { kind: 'chat', chatId: group.place.conversationId.replace('group:', ''), name: group.name };
};

/** The app goes on answering people whatever the platform does. */
const measureApp = async (): Promise<number> => {
  const begun = performance.now();
  await viewer.get(listFollowUps, { query: { limit: 5 } });
  return Math.round(performance.now() - begun);
};

/** Runs a scenario, hands in its row and checks what must hold in all of them. */
const endure = async (scenario: string, body: (batch: Batch) => Promise<Record<string, number> | void>) => {
  const batch = new Batch(scenario);
  const notes = (await body(batch)) ?? {};
  const { db } = product.kernel;
  await expect.poll(() => countPending(db), patience).toBe(0);
  const counts = { ...(await batch.audit()), ...notes };
  recordRow({ scenario: `WeCom: ${scenario}`, rounds: 1, counts });
  expect(counts).toMatchObject({ lost: 0, 'doubled unmarked': 0 });
};

const slowMs = 12_000;

it.runIf(isFullForm)('lets the other ways out go on while the API for messages to people is slower than we wait', () =>
  endure('messages to people slow', async (batch) => {
    await order({ path: sendToPeople, delayMs: slowMs });
    await batch.queue('person', 8);
    await sleep(500);
    await batch.queue('webhook', 4);
    await batch.queue('robot', 4);
    await batch.arrives('webhook', 'robot');
    const app = await measureApp();
    expect((await batch.rows('person')).filter(({ state }) => state === 'sent')).toEqual([]);
    await expect
      .poll(async () => (await batch.rows('person')).map((row) => row.error_code), patience)
      .toContain('timeout');
    await stage.control.send('DELETE', 'faults');
    await later(900);
    await batch.arrives('person');
    return { 'app answers in ms': app };
  }),
);

it.runIf(isFullForm)('lets the other ways out go on while group webhooks are slower than we wait', () =>
  endure('webhooks slow', async (batch) => {
    await order({ path: '/cgi-bin/webhook/send', delayMs: slowMs });
    await batch.queue('webhook', 3);
    await sleep(500);
    await batch.queue('person', 8);
    await batch.queue('robot', 4);
    await batch.arrives('person', 'robot');
    const app = await measureApp();
    await expect
      .poll(async () => (await batch.rows('webhook')).map((row) => row.error_code), patience)
      .toContain('timeout');
    await stage.control.send('DELETE', 'faults');
    await later(900);
    await batch.arrives('webhook');
    return { 'app answers in ms': app };
  }),
);

it.each([
  ['answers lost', { dropAnswer: true }],
  ['connections dropped', { drop: true }],
  ['HTTP 502', { httpStatus: 502 }],
] as const)('sends everything after %s, and marks what may have come twice', (name, fault) =>
  endure(name, async (batch) => {
    await order({ path: '/cgi-bin/*/send', times: 8, ...fault });
    await batch.queue('person', 10);
    await batch.queue('webhook', 4);
    const waits = async () => (await batch.rows()).filter(({ error_code: code }) => code !== null).length;
    await expect.poll(waits, patience).toBeGreaterThan(0);
    await expect
      .poll(async () => {
        await later(60);
        return batch.states();
      }, patience)
      .toEqual(['sent']);
  }),
);

const classes = {
  transient: [-1, 6000, 45033, 45009, 40014, 42001, 41001],
  misconfigured: [
    40001, 40013, 40056, 40091, 41002, 41004, 43012, 48001, 48002, 48004, 48006, 48009, 50001, 50003, 60011, 60020,
    60031, 84074, 301002, 301055,
  ],
  final: [40003, 40031, 40050, 46004, 60021, 60111, 81013, 82001, 86003, 301021, 40058, 44004, 45002, 99999],
};

it('keeps each refusal of the platform with its code, waits where waiting helps, and blocks nobody else', () =>
  endure('each documented error code', async (batch) => {
    const chosen = Object.entries(classes).flatMap(([kind, codes]) =>
      (isFullForm ? codes : codes.slice(0, 1)).map((code) => ({ kind, code })),
    );
    for (const { kind, code } of chosen) {
      await order({ path: sendToPeople, errcode: code });
      await batch.queue('person', 1);
      const last = async () => (await batch.rows('person')).at(-1);
      await expect.poll(async () => (await last())?.error_code, patience).toBe(String(code));
      expect([code, (await last())?.state]).toEqual([code, kind === 'final' ? 'dropped' : 'failed']);
      await batch.queue('webhook', 1);
      await batch.arrives('webhook');
      await stage.control.send('DELETE', 'faults');
      // After 45009 we keep away from this path for its window.
      await later(code === 45009 ? 90_000 : 1000);
      await expect.poll(async () => (await last())?.state, patience).toBe(kind === 'final' ? 'dropped' : 'sent');
    }
    return { codes: chosen.length };
  }));

it('goes on at once with a new token when the old one was revoked early', () =>
  endure('tokens revoked early', async (batch) => {
    for (const as of ['invalid', 'expired', 'invalid']) {
      await stage.control.send('POST', 'tokens/revoke', { as });
      await batch.queue('person', 5);
      await batch.arrives('person');
    }
    const tries = (await batch.rows()).map(({ attempts }) => attempts);
    expect(Math.max(...tries)).toBe(1);
  }));

it('waits with 60020 in the ledger while our address is not allowed', () =>
  endure('address not allowed (60020)', async (batch) => {
    await change({ ipAllowList: ['10.0.0.1'] });
    await batch.queue('person', 5);
    await batch.queue('webhook', 2);
    await batch.queue('robot', 2);
    await batch.arrives('webhook', 'robot');
    const codes = async () => (await batch.rows('person')).map((row) => `${row.state} ${row.error_code}`);
    await expect.poll(codes, patience).toEqual(Array.from({ length: 5 }, () => 'failed 60020'));
    const app = await measureApp();
    await change({ ipAllowList: null });
    await later(601);
    await batch.arrives('person');
    return { 'app answers in ms': app };
  }));

it('keeps away while the frequency is exceeded, then sends the rest', () =>
  endure('frequency exceeded (45009)', async (batch) => {
    await order({ path: sendToPeople, errcode: 45009, times: 2 });
    await batch.queue('person', 15);
    const codes = async () => (await batch.rows('person')).map((row) => row.error_code);
    await expect.poll(codes, patience).toContain('45009');
    await batch.queue('webhook', 2);
    await batch.arrives('webhook');
    await expect
      .poll(async () => {
        await later(600);
        return batch.states('person');
      }, patience)
      .toEqual(['sent']);
  }));

it('never reaches the point where the platform drops silently', () =>
  endure('silent drops avoided', async (batch) => {
    const before = (await stage.control.get<Counters>('counters')).dropped;
    await batch.queue('person', 75, people.slice(0, 1));
    await expect
      .poll(async () => {
        if (await batch.isAtRest()) await later(20);
        return batch.states();
      }, patience)
      .toEqual(['sent']);
    const { dropped } = await stage.control.get<Counters>('counters');
    expect(dropped).toBe(before);
    return { 'dropped by the platform': dropped - before };
  }));

it('tells the truth on a card whose code has expired, and decides once', () =>
  endure('card code expired', async () => {
    const { control } = stage;
    const deal = await openDeal(stage, 'wanglei', '常州恒立液压');
    const approvalId = await askToWin(deal, 0.85);
    const cards = async () => {
      const all = await control.messagesOf('app:chenjianguo', 'chenjianguo');
      return all.filter((one) => cardText(one).includes(deal.name) && cardOf(one)?.button_list);
    };
    await expect.poll(async () => (await cards()).length, patience).toBe(1);
    await order({ path: '/cgi-bin/message/update_template_card', errcode: 60140 });
    const leader = await signIn(stage, 'chenjianguo');
    await leader.get(decideApproval, { params: { id: approvalId }, body: { decision: 'approved' } });
    await expect.poll(() => countPending(product.kernel.db), patience).toBe(0);
    const [card] = await cards();
    await control.press(card?.id ?? '', {
      userid: 'chenjianguo',
      key: (card && cardOf(card)?.button_list?.[1]?.key) ?? '',
    });
    await expect.poll(() => countPending(product.kernel.db), patience).toBe(0);
    const approval = await leader.get(getApproval, { params: { id: approvalId } });
    expect(approval.state).toBe('approved');
  }));

it('takes callbacks that come twice and in another order for what they are', () =>
  endure('callbacks repeated and out of order', async () => {
    const { control } = stage;
    for (const target of ['app', 'contacts'])
      expect(await control.send('POST', 'callbacks/verify', { target }), 'with a plus sign in it').toMatchObject({
        ok: true,
      });
    await change({ duplicateCallbacks: true, reorderCallbacks: true });
    const rounds = isFullForm ? 20 : 3;
    for (let round = 1; round <= rounds; round += 1) {
      const userid = `newcomer${round}`;
      await control.send('POST', 'people', {
        userid,
        name: `新人${round}`,
        departments: [31],
        mobile: `1391688${1000 + round}`,
      });
      await control.send('PATCH', `people/${userid}`, { position: `销售${round}` });
      if (round % 2 === 0) await control.send('DELETE', `people/${userid}`);
      else await control.send('PATCH', `people/${userid}`, { departments: [32] });
    }
    const company = await control.get<CompanyView>('company');
    const wanted = company.people.map(({ userid, position }) => `${userid} ${position}`).sort();
    const known = async () => {
      const rows = await product.kernel
        .db('people')
        .where({ state: 'active' })
        .select<{ account: string; position: string | null }[]>('account', 'position');
      return rows.map(({ account, position }) => `${account} ${position ?? ''}`).sort();
    };
    await expect.poll(known, patience).toEqual(wanted);
    return { changes: rounds * 3 };
  }));

it('waits with what the robot has to say while somebody else holds its connection', () =>
  endure('robot taken over', async (batch) => {
    const { aibotUrl, aibotId, aibotSecret } = await stage.control.get<Credentials>('credentials');
    const robotIsUp = async () => (await stage.control.get<{ connected: boolean }>('robot')).connected;
    await expect.poll(robotIsUp, patience).toBe(true);
    const intruder = new WebSocket(aibotUrl);
    await once(intruder, 'open');
    intruder.send(
      JSON.stringify({
        cmd: 'aibot_subscribe',
        headers: { req_id: 'intruder' },
        body: { bot_id: aibotId, secret: aibotSecret },
      }),
    );
    await once(intruder, 'message');
    await batch.queue('robot', 3);
    await batch.queue('person', 3);
    await batch.queue('webhook', 3);
    await batch.arrives('person', 'webhook');
    const begun = Date.now();
    // Our bot comes back after a pause, and the intruder is thrown out in turn.
    await expect
      .poll(
        async () => {
          await later(60);
          return batch.states('robot');
        },
        { ...patience, interval: 1000 },
      )
      .toEqual(['sent']);
    intruder.terminate();
    return { 'back after ms': Date.now() - begun };
  }));
