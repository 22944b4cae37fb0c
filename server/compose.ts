import type { Knex } from 'knex';
import { createInbound, type HandleInbound } from '../bot/inbound.ts';
import { botReactions } from '../bot/reactions/index.ts';
import type { AppOptions } from './app.ts';
import type { Calendar } from './kernel/calendar.ts';
import type { Clock } from './kernel/clock.ts';
import { eventRegistry } from './kernel/event.ts';
import { createIntake } from './kernel/inbox.ts';
import type { NextId } from './kernel/id.ts';
import { forgetTracesJob } from './kernel/forgetting.ts';
import type { Logger } from './kernel/log.ts';
import type { Metrics } from './kernel/metrics.ts';
import type { Module } from './kernel/module.ts';
import { createRateLimit } from './kernel/rate.ts';
import type { PageRoute } from './kernel/route.ts';
import type { Job } from './kernel/schedule.ts';
import type { Kernel, Work } from './kernel/work.ts';
import { callbackPages } from './callbacks.ts';
import { probePages } from './probes.ts';
import { activitiesModule, isFollowUpVisible } from './modules/activities/index.ts';
import { adminModule } from './modules/admin/index.ts';
import { customersModule, ownableCustomers } from './modules/customers/index.ts';
import { filesModule } from './modules/files/index.ts';
import {
  approvalsModule,
  pendingApprovalsOf,
  pendingRequestsOf,
  reassignPendingApprovals,
  registerApprovable,
} from './modules/approvals/index.ts';
import { catalogueModule } from './modules/catalogue/index.ts';
import { handoverModule } from './modules/handover/index.ts';
import { importsModule } from './modules/imports/index.ts';
import { insightModule } from './modules/insight/index.ts';
import { messagesModule } from './modules/messages/index.ts';
import { approvableOpportunity, opportunitiesModule, ownableOpportunities } from './modules/opportunities/index.ts';
import { authenticate, loginPages, nameOfPerson, orgModule } from './modules/org/index.ts';
import { remindersModule } from './modules/reminders/index.ts';
import { loadPicture, reportsModule } from './modules/reports/index.ts';
import type { ChatPlatform } from './ports/platform.ts';

/** What the product stands on; everything else is wired here and nowhere else. */
export interface Foundations {
  db: Knex;
  clock: Clock;
  calendar: Calendar;
  nextId: NextId;
  log: Logger;
  metrics: Metrics;
  platform: ChatPlatform;
  publicUrl: string;
  dataDir: string;
  /** Accounts that get the administrator role at the first sync. */
  adminAccounts: string[];
  /** Something new waits in the outbox. */
  onNudge: () => void;
}

export interface Product {
  kernel: Kernel;
  jobs: readonly Job[];
  /** What the bot does with a stored event from outside. */
  handleInbound: HandleInbound;
  /** The picture of a digest, as it is sent. */
  loadPicture: (work: Work, digestId: string) => Promise<Buffer>;
  http: Omit<AppOptions, 'h5Dir' | 'secure'>;
}

/** The only wiring of the product: modules, their reactions, the schedule, and the HTTP side. */
export const composeProduct = (base: Foundations): Product => {
  const { platform, publicUrl, metrics } = base;
  registerApprovable(approvableOpportunity);
  const modules: Module[] = [
    orgModule({
      login: platform.login,
      publicUrl,
      directory: platform.directory,
      adminAccounts: base.adminAccounts,
    }),
    adminModule,
    customersModule,
    activitiesModule,
    filesModule({ dataDir: base.dataDir, readers: { follow_up: isFollowUpVisible } }),
    approvalsModule,
    catalogueModule,
    opportunitiesModule,
    handoverModule({
      ownables: [ownableCustomers, ownableOpportunities],
      approvals: { waitingFor: pendingApprovalsOf, askedBy: pendingRequestsOf, reassign: reassignPendingApprovals },
      externalContacts: platform.externalContacts,
    }),
    importsModule,
    insightModule,
    messagesModule,
    reportsModule({ readWebhook: platform.chat.webhookAddress, dataDir: base.dataDir }),
    remindersModule,
  ];
  const kernel: Kernel = {
    db: base.db,
    clock: base.clock,
    calendar: base.calendar,
    nextId: base.nextId,
    log: base.log,
    events: eventRegistry(
      modules.flatMap((module) => [...module.events]),
      [...modules.flatMap((module) => [...module.reactions]), ...botReactions(platform.chat)],
    ),
    nudge: base.onNudge,
    nameOf: nameOfPerson,
  };
  const handleInbound = createInbound(kernel, platform);
  const pages: PageRoute[] = [
    ...callbackPages({ receiver: platform.callbacks, take: createIntake(kernel, handleInbound) }),
    ...probePages(kernel, metrics),
    ...loginPages({ kernel, login: platform.login, publicUrl, loginPath: `/auth/${platform.name}` }),
  ];
  return {
    kernel,
    jobs: [forgetTracesJob, ...modules.flatMap((module) => [...module.jobs])],
    handleInbound,
    loadPicture: (work, digestId) => loadPicture(work, digestId, base.dataDir),
    http: {
      kernel,
      metrics,
      publicOrigin: new URL(publicUrl).origin,
      authenticate,
      limitRate: createRateLimit({ address: 600, person: 1200, writes: 300 }),
      routes: modules.flatMap((module) => [...module.routes]),
      pages,
    },
  };
};
