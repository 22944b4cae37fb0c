import type { Module } from '../../kernel/module.ts';
import { dictionaryAdded, dictionaryChanged } from './events.ts';
import { adminRoutes } from './routes.ts';

export { addDictionaryEntry } from './commands/add-dictionary-entry.ts';

export const adminModule: Module = {
  routes: adminRoutes,
  events: [dictionaryAdded, dictionaryChanged],
  reactions: [],
  jobs: [],
};
