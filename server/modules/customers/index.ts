import type { Module } from '../../kernel/module.ts';
import * as events from './events.ts';
import { customerRoutes } from './routes.ts';

export { grantCooperation } from './commands/grant-cooperation.ts';
export { findContactsByKeyword } from './contact-search.ts';
export { ensureCustomerAlive } from './customer.ts';
export {
  collaboratorsChanged,
  contactAdded,
  cooperationRequested,
  customerCreated,
  customerTransferred,
  customerUpdated,
} from './events.ts';
export { searchCustomers } from './list.ts';
export { ownableCustomers } from './ownable.ts';
export { abilitiesOf as customerAbilitiesOf, seesPersonalData } from './policy.ts';
export { customersByTouch } from './sorting.ts';
export {
  contacts,
  customers,
  getVisibleCustomer,
  lockVisibleCustomer,
  type ContactRecord,
  type CustomerRecord,
} from './store.ts';
export { setCustomerFigures, touchCustomer, type CustomerTouch } from './upkeep.ts';

export const customersModule: Module = {
  routes: customerRoutes,
  events: Object.values(events),
  reactions: [],
  jobs: [],
};
