import { beforeEach, describe, expect, it } from 'vitest';
import { assignHandover } from '../../../server/contract/handover.ts';
import { runDueJobs } from '../../../server/kernel/schedule.ts';
import { ChatError } from '../../../server/ports/chat.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from '../opportunities/deals.ts';
import { casesFor, leave, leaveWithCase, readCase } from './leaving.ts';

const world = useWorld();
let people: StandardCompany;
let account: string;
beforeEach(async () => {
  people = await world.company.standard();
  account = (await world.kernel.db('people').where({ id: people.alice }).first<{ account: string }>('account')).account;
});

const befriend = (count: number): void => {
  const contacts = Array.from({ length: count }, (_, n) => ({
    kind: 'person' as const,
    externalKey: `wm${n}`,
    name: `王先生${n}`,
    company: n === 0 ? '宏达' : null,
  }));
  world.platform.contacts.set(account, contacts);
};
const hourLater = async (hours = 1): Promise<void> => {
  world.clock.advance(hours * 3_600_000);
  await runDueJobs(
    world.kernel,
    world.product.jobs.filter((job) => job.name === 'handover.follow-contacts'),
  );
  await world.settle();
};
const handOver = async (): Promise<string> => {
  const { alice, bob, eastLeader } = people;
  const id = await leaveWithCase(world, alice, eastLeader);
  await world.call(eastLeader, assignHandover, { params: { id }, body: { receiverId: bob } });
  await world.settle();
  return id;
};
const contactsOf = async (id: string) =>
  (await readCase(world, people.eastLeader, id)).externalContacts.map(({ name, state, reason }) => [
    name,
    state,
    reason,
  ]);

describe('contacts on the chat platform', () => {
  it('open a case of their own, by name', async () => {
    befriend(2);
    const id = await leaveWithCase(world, people.alice, people.eastLeader);
    expect(await contactsOf(id)).toEqual([
      ['王先生0(宏达)', 'planned', null],
      ['王先生1', 'planned', null],
    ]);
  });

  it('keep the name they had while somebody knew them', async () => {
    befriend(3);
    const night = world.product.jobs.filter((job) => job.name === 'handover.remember-contacts');
    await runDueJobs(world.kernel, night);
    await world.settle();
    const unnamed = ['wm0', 'wm1', 'wm-new'].map((externalKey) => ({
      kind: 'person' as const,
      externalKey,
      name: null,
      company: null,
    }));
    world.platform.contacts.set(account, unnamed);
    const id = await leaveWithCase(world, people.alice, people.eastLeader);
    expect((await contactsOf(id)).map(([name]) => name)).toEqual(['王先生0(宏达)', '王先生1', '微信客户 -new']);
  });

  it('are remembered under the name they have now', async () => {
    befriend(1);
    const remember = async () => {
      await runDueJobs(
        world.kernel,
        world.product.jobs.filter((job) => job.name === 'handover.remember-contacts'),
      );
      await world.settle();
    };
    await remember();
    world.platform.contacts.set(account, [{ kind: 'person', externalKey: 'wm0', name: '王总', company: '宏达' }]);
    world.clock.advance(24 * 3_600_000);
    await remember();
    expect(await world.kernel.db('external_contacts').select('name')).toEqual([{ name: '王总' }]);
  });

  it('are handed over to the receiver a hundred at a time once the rest has moved', async () => {
    befriend(250);
    const id = await handOver();
    expect(world.platform.transfers.map((one) => [one.from, one.employment, one.externalKeys.length])).toEqual([
      [account, 'left', 100],
      [account, 'left', 100],
      [account, 'left', 50],
    ]);
    const { externalContacts, state } = await readCase(world, people.eastLeader, id);
    expect(state).toBe('done');
    expect(new Set(externalContacts.map((one) => `${one.state} ${one.receiver?.id}`))).toEqual(
      new Set([`waiting ${people.bob}`]),
    );
  });

  it('go with the groups that have customers in them, which change hands at once', async () => {
    befriend(1);
    const group = { kind: 'group', externalKey: 'wr1', name: '宏达项目群', company: null } as const;
    const unnamed = { kind: 'group', externalKey: 'wr0002', name: null, company: null } as const;
    world.platform.contacts.get(account)?.push(group, unnamed);
    const id = await handOver();
    expect(world.platform.transfers.map(({ kind, externalKeys }) => [kind, externalKeys])).toEqual([
      ['person', ['wm0']],
      ['group', ['wr1', 'wr0002']],
    ]);
    expect(await contactsOf(id)).toEqual([
      ['王先生0(宏达)', 'waiting', null],
      ['宏达项目群', 'done', null],
      ['客户群 0002', 'done', null],
    ]);
  });

  it('keep a group whose new owner the platform refuses, with the reason', async () => {
    world.platform.contacts.set(account, [{ kind: 'group', externalKey: 'wr1', name: '宏达项目群', company: null }]);
    world.platform.externalContacts.transfer = ({ externalKeys }) =>
      Promise.resolve(
        externalKeys.map((externalKey) => ({
          externalKey,
          state: 'failed' as const,
          code: '90503',
          message: '群成员已满',
        })),
      );
    const id = await handOver();
    await hourLater(49);
    expect(await contactsOf(id)).toEqual([['宏达项目群', 'failed', '群成员已满']]);
  });

  it('are followed until the platform says how it ended', async () => {
    befriend(4);
    const id = await handOver();
    world.platform.outcomes = new Map([
      ['wm0', 'waiting'],
      ['wm1', 'refused'],
      ['wm2', 'limit'],
      ['wm3', 'done'],
    ]);
    await hourLater();
    expect(await contactsOf(id)).toEqual([
      ['王先生0(宏达)', 'waiting', null],
      ['王先生1', 'refused', '客户拒绝由接手人继续联系'],
      ['王先生2', 'limit', '接手人的客户数已达上限'],
      ['王先生3', 'done', null],
    ]);
    world.platform.outcomes = new Map([
      ['wm0', 'done'],
      ['wm1', 'done'],
    ]);
    await hourLater(24);
    expect((await contactsOf(id)).map((one) => one[1])).toEqual(['done', 'refused', 'limit', 'done']);
  });

  it('show why the platform refused one, and recover when it turns out to have started', async () => {
    befriend(2);
    world.platform.externalContacts.transfer = ({ externalKeys }) =>
      Promise.resolve(
        externalKeys.map((externalKey) => ({
          externalKey,
          state: externalKey === 'wm0' ? ('waiting' as const) : ('failed' as const),
          code: '40129',
          message: '客户正在转接中',
        })),
      );
    const id = await handOver();
    expect(await contactsOf(id)).toEqual([
      ['王先生0(宏达)', 'waiting', null],
      ['王先生1', 'failed', '客户正在转接中'],
    ]);
    world.platform.outcomes = new Map([
      ['wm0', 'waiting'],
      ['wm1', 'waiting'],
    ]);
    await hourLater();
    expect((await contactsOf(id)).map((one) => one[1])).toEqual(['waiting', 'waiting']);
  });

  it('fail when the platform has no record two days later', async () => {
    befriend(1);
    const id = await handOver();
    await hourLater(47);
    expect(await contactsOf(id)).toEqual([['王先生0(宏达)', 'waiting', null]]);
    await hourLater(2);
    expect(await contactsOf(id)).toEqual([['王先生0(宏达)', 'failed', '平台没有这次接替的记录']]);
  });

  it('wait while the platform is away and start when it is back', async () => {
    befriend(1);
    const { externalContacts } = world.platform;
    const transfer = externalContacts.transfer.bind(externalContacts);
    externalContacts.transfer = () => Promise.reject(new ChatError('busy', '-1', 'system busy'));
    const id = await handOver();
    expect(await contactsOf(id)).toEqual([['王先生0(宏达)', 'planned', null]]);
    externalContacts.transfer = transfer;
    await hourLater();
    expect((await contactsOf(id)).map((one) => one[1])).toEqual(['waiting']);
  });

  it('that the platform lists only later open a case, once', async () => {
    await leave(world, people.alice);
    expect(await casesFor(world, people.eastLeader)).toEqual([]);
    befriend(2);
    await hourLater();
    const [one] = await casesFor(world, people.eastLeader);
    expect(await contactsOf(one?.id ?? '')).toHaveLength(2);
    await world.call(people.eastLeader, assignHandover, {
      params: { id: one?.id ?? '' },
      body: { receiverId: people.bob },
    });
    await world.settle();
    await hourLater();
    expect(await casesFor(world, people.eastLeader)).toHaveLength(1);
  });

  it('that the platform lists only later still find their way into an open case', async () => {
    await addCustomer(world, people.bob);
    const id = await leaveWithCase(world, people.bob, people.eastLeader);
    const bob = await world.kernel.db('people').where({ id: people.bob }).first<{ account: string }>('account');
    world.platform.contacts.set(bob.account, [
      { kind: 'person', externalKey: 'wm9', name: '迟到的客户', company: null },
    ]);
    await hourLater();
    expect(await contactsOf(id)).toEqual([['迟到的客户', 'planned', null]]);
  });

  it('are none for a company that has not opened them to the application', async () => {
    world.platform.externalContacts.listOf = () =>
      Promise.reject(new ChatError('misconfigured', '48002', 'api forbidden'));
    await leave(world, people.alice);
    expect(await world.kernel.db('outbox').where('reaction', 'like', 'handover.%')).toEqual([]);
  });
});
