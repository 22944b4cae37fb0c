import type { Module } from '../../kernel/module.ts';
import { messageResent } from './events.ts';
import { messageRoutes } from './routes.ts';

export { queueMessage, queueMessages } from './commands/queue-messages.ts';
export * from './delivery.ts';
export { messageOfTask, taskIdOf, type NewMessage, type Recipient, type StoredContent } from './message.ts';
export { findOpenings, postponeRoute, type Window } from './route-limits.ts';
export { countWaiting, findMessage, listCards } from './queries.ts';
export type { Message } from './store.ts';

/** The ledger of what is sent to whom, preferences and quiet hours. */
export const messagesModule: Module = { routes: messageRoutes, events: [messageResent], reactions: [], jobs: [] };
