import type { Module } from '../../kernel/module.ts';
import * as events from './events.ts';
import { customerRoutes } from './routes.ts';

export { createCustomer } from './commands/create-customer.ts';
export { customersByName, lockLivingCustomers } from './find-for-import.ts';
export { grantCooperation } from './commands/grant-cooperation.ts';
export { importContacts } from './commands/import-contacts.ts';
export { importCustomers } from './commands/import-customers.ts';
export { findContactsByKeyword } from './contact-search.ts';
export { companyKey } from './company-name.ts';
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
export { regionCodeOf } from './region-code.ts';
export { contactNames, customerNames, isCustomerVisible } from './names.ts';
export { ownableCustomers } from './ownable.ts';
export { abilitiesOf as customerAbilitiesOf, seesPersonalData } from './policy.ts';
export { reindexCustomers } from './search-index.ts';
export { customersByNextContact, customersByTouch } from './sorting.ts';
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
