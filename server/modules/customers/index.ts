export { ensureCustomerAlive } from './customer.ts';
export {
  contacts,
  customers,
  getVisibleCustomer,
  lockVisibleCustomer,
  type ContactRecord,
  type CustomerRecord,
} from './store.ts';
export { setCustomerFigures, touchCustomer, type CustomerTouch } from './upkeep.ts';
