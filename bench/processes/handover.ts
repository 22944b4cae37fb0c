import { createCalendar } from '../../server/kernel/calendar.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { composeProduct } from '../../server/compose.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import { createIds } from '../../server/kernel/id.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createMetrics } from '../../server/kernel/metrics.ts';
import { inTransaction } from '../../server/kernel/transaction.ts';
import { systemWork } from '../../server/kernel/work.ts';
import {
  pendingApprovalsOf,
  pendingRequestsOf,
  reassignPendingApprovals,
} from '../../server/modules/approvals/index.ts';
import { ownableCustomers } from '../../server/modules/customers/index.ts';
import { assignHandover } from '../../server/modules/handover/commands/assign-handover.ts';
import { openCase } from '../../server/modules/handover/commands/open-case.ts';
import { runHandovers } from '../../server/modules/handover/execution/run-handover.ts';
import { ownableOpportunities } from '../../server/modules/opportunities/index.ts';
import { actorOf, ensureDefaultRoles } from '../../server/modules/org/index.ts';
import { FakePlatform } from '../../test/support/fake-platform.ts';
import { announce, task } from '../lib/in-child.ts';
import type { HandoverTask } from '../p4-handover.ts';

/** Hands over everything of one person to another, as the administrator who leads everybody, and tells how long the execution took. */
const { databaseUrl, administrator, from, to } = task<HandoverTask>();
const platform = new FakePlatform(systemClock);
const db = openDatabase(databaseUrl);
const { kernel } = composeProduct({
  db,
  clock: systemClock,
  calendar: createCalendar('Asia/Shanghai'),
  nextId: createIds(1023),
  log: createLog('bench', 'error'),
  metrics: createMetrics(),
  platform,
  publicUrl: 'http://127.0.0.1',
  dataDir: '.data/bench/files',
  adminAccounts: [],
  onNudge: () => undefined,
});
const sources = {
  ownables: [ownableCustomers, ownableOpportunities],
  approvals: { waitingFor: pendingApprovalsOf, askedBy: pendingRequestsOf, reassign: reassignPendingApprovals },
  externalContacts: platform.externalContacts,
};
const system = systemWork(kernel);
await inTransaction(system, ensureDefaultRoles);
const actor = await actorOf(kernel, administrator, 'h5');
if (!actor) throw new Error('The administrator is not there.');
const permissions = new Set([...actor.permissions, 'handover.manage' as const]);
const work = { ...system, actor: { ...actor, permissions, scope: { all: true as const } } };
const caseId = await inTransaction(work, (inner) =>
  openCase(inner, sources, { personId: from, reason: 'manual', withContacts: false }),
);
if (!caseId) throw new Error('There is nothing to hand over.');
await inTransaction(work, (inner) => assignHandover(inner, { caseId, receiverId: to, exceptions: [] }));
const begun = performance.now();
await runHandovers(system, sources);
announce({ seconds: (performance.now() - begun) / 1000 }, () => db.destroy());
