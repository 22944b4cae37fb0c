import type { z } from 'zod';
import type { logFollowUp as logFollowUpEndpoint } from '../../../contract/activities.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure, Problem } from '../../../kernel/problem.ts';
import { insert, insertMany } from '../../../kernel/rows.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import {
  customerAbilitiesOf,
  ensureCustomerAlive,
  lockVisibleCustomer,
  touchCustomer,
  type CustomerRecord,
} from '../../customers/index.ts';
import { attachFiles } from '../../files/index.ts';
import { touchOpportunity, type OpportunityRecord } from '../../opportunities/index.ts';
import { ensureActivePeople } from '../../org/index.ts';
import { followUpLogged } from '../events.ts';
import { backdateDays, happenedWithin, nextPromise } from '../follow-up.ts';
import { endOfToday } from '../day.ts';
import { ensureContactOf, opportunityOf } from '../mentioned.ts';
import { followUpColleagues, followUps } from '../store.ts';

type Body = z.output<typeof logFollowUpEndpoint.body>;

/** Logs a contact: the customer and the opportunity it was about remember the last and the next one. */
export const logFollowUp = async (work: Work, body: Body): Promise<{ id: Id }> => {
  const customer = await lockVisibleCustomer(work, body.customerId);
  ensureCustomerAlive(customer);
  ensure(customerAbilitiesOf(work.actor, customer, work.clock.now()).logFollowUp, 'record.not_allowed');
  const times = readTimes(work, body);
  await ensureContactOf(work, customer.id, body.contactId ?? null);
  const opportunity = await opportunityOf(work, customer.id, body.opportunityId ?? null);
  const id = await write(work, body, times);
  await remember(work, customer, opportunity, times);
  await emit(work, followUpLogged, {
    subject: { kind: 'follow_up', id },
    threadId: customer.id,
    payload: {
      followUpId: id,
      customerId: customer.id,
      customerName: customer.name,
      opportunityId: opportunity?.id ?? null,
      authorId: personOf(work),
      kind: body.kind,
      content: body.content,
    },
  });
  return { id };
};

/** The log entry with who was there and its pictures. */
const write = async (work: Work, body: Body, times: Times): Promise<Id> => {
  const authorId = personOf(work);
  const colleagueIds = [...new Set(body.colleagueIds)].filter((id) => id !== authorId);
  await ensureActivePeople(work, colleagueIds);
  const id = await insert(work, followUps, {
    customerId: body.customerId,
    opportunityId: body.opportunityId ?? null,
    contactId: body.contactId ?? null,
    authorId,
    kind: body.kind,
    outcome: body.outcome ?? null,
    content: body.content,
    place: body.place ?? null,
    nextContactAt: times.next ?? null,
    happenedAt: times.happenedAt,
  });
  await insertMany(
    work,
    followUpColleagues,
    colleagueIds.map((personId) => ({ followUpId: id, personId })),
  );
  await attachFiles(work, body.photoIds, { kind: 'follow_up', id });
  return id;
};

interface Times {
  happenedAt: Date;
  /** Undefined when nothing was said about it. */
  next: Date | null | undefined;
}

const readTimes = (work: Work, body: Body): Times => {
  const now = work.clock.now();
  const happenedAt = happenedWithin(body.happenedAt === undefined ? undefined : new Date(body.happenedAt), now);
  if (happenedAt === null) {
    const message = `发生时间要在最近 ${backdateDays} 天内,不能晚于现在`;
    throw new Problem('request.malformed', {}, [{ path: 'happenedAt', message }]);
  }
  const next = typeof body.nextContactAt === 'string' ? new Date(body.nextContactAt) : body.nextContactAt;
  ensure(!next || next > now, 'follow_up.next_in_past');
  return { happenedAt, next };
};

const remember = async (
  work: Work,
  customer: CustomerRecord,
  opportunity: OpportunityRecord | null,
  { happenedAt, next }: Times,
): Promise<void> => {
  const today = endOfToday(work);
  const nextContactAt = nextPromise(next, customer.nextContactAt, today);
  await touchCustomer(work, customer.id, { lastContactAt: happenedAt, nextContactAt, followUps: 1 });
  if (!opportunity) return;
  await touchOpportunity(work, opportunity.id, {
    lastContactAt: happenedAt,
    nextContactAt: nextPromise(next, opportunity.nextContactAt, today),
  });
};
