import { logFollowUp, type FollowUpKind, type FollowUpOutcome } from '../../server/contract/activities.ts';
import { createProduct } from '../../server/contract/catalogue.ts';
import {
  createCustomer,
  type ContactRole,
  type CustomerLevel,
  type CustomerSize,
} from '../../server/contract/customers.ts';
import { listDictionaries } from '../../server/contract/dictionaries.ts';
import {
  createOpportunity,
  getOpportunity,
  loseOpportunity,
  moveStage,
  stageFacts,
  stageOrder,
  winOpportunity,
} from '../../server/contract/opportunities.ts';
import type { Id } from '../../server/contract/page.ts';
import type { Calendar } from '../../server/kernel/calendar.ts';
import type { Call } from './caller.ts';
import { demoCustomers, demoFacts, demoNotes, demoProducts } from './names.ts';

export interface Storyteller {
  call: Call;
  calendar: Calendar;
  /** Moves the story's clock. */
  setTime(to: Date): void;
  /** The day the story ends: yesterday evening is its last moment. */
  today: string;
  admin: Id;
  /** Salespeople of the east (regions 31–37) and of everywhere else. */
  east: Id[];
  south: Id[];
  report(done: number, all: number): void;
}

interface Deal {
  owner: Id;
  customerId: Id;
  opportunityId: Id;
}

/** Forty working days of a sales company, told through the same endpoints people use, each at its own time. */
export const tellStory = async (teller: Storyteller): Promise<void> => {
  const { call, admin } = teller;
  const days = workdaysBefore(teller, 40);
  at(teller, days[0] ?? teller.today, '08:30');
  const products = [];
  for (const [name, series, unit, yuan] of demoProducts)
    products.push((await call(admin, createProduct, { body: { name, series, unit, listPrice: yuan * 100 } })).id);
  const { items } = await call(admin, listDictionaries, {});
  const entry = (kind: string, name?: string): Id | null =>
    items.find((one) => one.kind === kind && (name === undefined || one.name === name))?.id ?? null;

  for (const [index, row] of demoCustomers.entries()) {
    const owner = pick(isEast(row[2]) ? teller.east : teller.south, index);
    at(
      teller,
      pick(days, Math.floor((index * days.length * 0.7) / demoCustomers.length)),
      pick(['09:20', '10:40', '14:10', '16:30'], index),
    );
    const { id: customerId } = await call(owner, createCustomer, {
      body: customerBody(row, index, entry('industry', row[1]), entry('source')),
    });
    if (index % 5 !== 4) {
      const line = {
        productId: pick(products, index),
        quantity: 1 + (index % 4),
        agreedPrice: Math.round((demoProducts[index % demoProducts.length]?.[3] ?? 0) * 100 * (1 - (index % 3) * 0.04)),
      };
      const { id: opportunityId } = await call(owner, createOpportunity, {
        body: {
          name: `${row[0].slice(2, 6)}${demoProducts[index % demoProducts.length]?.[1] ?? ''}项目`,
          customerId,
          lines: [line],
          expectedCloseOn: teller.calendar.addDays(teller.today, 10 + ((index * 7) % 80)),
          situation: '客户计划年内完成改造',
          nextAction: '确认技术方案',
        },
      });
      await advance(teller, { owner, customerId, opportunityId }, index, days, entry('loss_reason'));
    } else await contact(teller, { owner, customerId, opportunityId: null }, index, pick(days, days.length - 6));
    teller.report(index + 1, demoCustomers.length);
  }
};

const isEast = (region: string): boolean => /^3[1-47]/.test(region);

const customerBody = (
  row: (typeof demoCustomers)[number],
  index: number,
  industryId: Id | null,
  sourceId: Id | null,
) => ({
  name: row[0],
  kind: 'customer' as const,
  level: pick<CustomerLevel>(['a', 'b', 'c', 'b', 'c', 'd'], index),
  industryId,
  sourceId,
  region: row[2],
  size: row[3] as CustomerSize,
  contacts: [
    {
      name: row[4],
      role: row[5] as ContactRole,
      position: row[6],
      mobile: `138${String(16_000_000 + index * 7919).slice(0, 8)}`,
      isPrimary: true,
    },
  ],
});

/** Moves a deal some stages on with contacts on the way; every sixth is won, every ninth lost. */
const advance = async (
  teller: Storyteller,
  deal: Deal,
  index: number,
  days: string[],
  lossReason: Id | null,
): Promise<void> => {
  const goal = (index * 5) % stageOrder.length;
  for (let step = 1; step <= goal; step += 1) {
    const day = pick(days, Math.min(days.length - 1, Math.floor(days.length * (0.45 + (0.55 * step) / (goal + 1)))));
    await contact(teller, deal, index + step, day);
    at(teller, day, '17:00');
    await teller.call(deal.owner, moveStage, {
      params: { id: deal.opportunityId },
      body: { stage: pick(stageOrder, step), facts: factsOf(step - 1), version: await currentVersion(teller, deal) },
    });
  }
  if (index % 6 === 1)
    await teller.call(deal.owner, winOpportunity, {
      params: { id: deal.opportunityId },
      body: { version: await currentVersion(teller, deal) },
    });
  else if (index % 9 === 3 && lossReason)
    await teller.call(deal.owner, loseOpportunity, {
      params: { id: deal.opportunityId },
      body: { reasonId: lossReason, note: '价格与交期未谈拢', version: await currentVersion(teller, deal) },
    });
  else await contact(teller, deal, index + 3, pick(days, days.length - 1 - (index % 8)));
};

/** What a stage brings to light before it is left. */
const factsOf = (step: number): Record<string, string> =>
  Object.fromEntries(stageFacts[pick(stageOrder, step)].map(({ key }) => [key, demoFacts[key] ?? '']));

const currentVersion = async (teller: Storyteller, deal: Deal): Promise<number> => {
  return (await teller.call(deal.owner, getOpportunity, { params: { id: deal.opportunityId } })).version;
};

/** One contact on a day, with the next one promised for some of them. */
const contact = async (
  teller: Storyteller,
  on: { owner: Id; customerId: Id; opportunityId: Id | null },
  index: number,
  day: string,
): Promise<void> => {
  const [kind, outcome, content] = pick(demoNotes, index);
  at(teller, day, pick(['09:40', '11:15', '14:30', '15:50'], index));
  const next =
    index % 3 === 0 ? teller.calendar.at(teller.calendar.addDays(day, 1 + (index % 6)), '10:00').toISOString() : null;
  await teller.call(on.owner, logFollowUp, {
    body: {
      customerId: on.customerId,
      opportunityId: on.opportunityId,
      kind: kind as FollowUpKind,
      outcome: outcome as FollowUpOutcome,
      content,
      nextContactAt: next,
    },
  });
};

const workdaysBefore = ({ calendar, today }: Storyteller, count: number): string[] => {
  const days: string[] = [];
  for (let day = calendar.previousWorkday(today); days.length < count; day = calendar.previousWorkday(day))
    days.unshift(day);
  return days;
};

const at = (teller: Storyteller, day: string, time: string): void => teller.setTime(teller.calendar.at(day, time));

const pick = <T>(from: readonly T[], index: number): T => from[index % from.length] as T;
