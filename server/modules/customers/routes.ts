import * as contract from '../../contract/customers.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { readTimeline } from '../../kernel/timeline.ts';
import { personRefs } from '../org/index.ts';
import { addContact } from './commands/add-contact.ts';
import { askForCooperation } from './commands/ask-for-cooperation.ts';
import { changeContact } from './commands/change-contact.ts';
import { createCustomer } from './commands/create-customer.ts';
import { deleteCustomer } from './commands/delete-customer.ts';
import { removeContact } from './commands/remove-contact.ts';
import { restoreContact } from './commands/restore-contact.ts';
import { restoreCustomer } from './commands/restore-customer.ts';
import { setCollaborators } from './commands/set-collaborators.ts';
import { updateCustomer } from './commands/update-customer.ts';
import { customerDetail } from './detail.ts';
import { describeDuplicate } from './duplicates.ts';
import { pageOfCustomers } from './list.ts';
import { getVisibleCustomer } from './store.ts';

export const customerRoutes: Route[] = [
  serve(contract.listCustomers, (work, { query }) => pageOfCustomers(work, query)),
  serve(contract.createCustomer, (work, { body }) => createCustomer(work, body)),
  serve(contract.getCustomer, async (work, { params }) =>
    customerDetail(work, await getVisibleCustomer(work, params.id)),
  ),
  serve(contract.getCustomerTimeline, async (work, { params, query }) => {
    const { id } = await getVisibleCustomer(work, params.id);
    return readTimeline(work, { threadId: id }, query, personRefs);
  }),
  serve(contract.updateCustomer, (work, { params, body }) => updateCustomer(work, { ...body, ...params })),
  serve(contract.deleteCustomer, (work, { params }) => deleteCustomer(work, params.id)),
  serve(contract.restoreCustomer, (work, { params }) => restoreCustomer(work, params.id)),
  serve(contract.setCollaborators, (work, { params, body }) => setCollaborators(work, { ...body, ...params })),
  serve(contract.checkDuplicate, async (work, { query }) => ({ duplicate: await describeDuplicate(work, query.name) })),
  serve(contract.askForCooperation, (work, { body }) => askForCooperation(work, body)),
  serve(contract.createContact, (work, { params, body }) => addContact(work, { ...body, customerId: params.id })),
  serve(contract.updateContact, (work, { params, body }) => changeContact(work, { ...body, ...params })),
  serve(contract.deleteContact, (work, { params }) => removeContact(work, params.id)),
  serve(contract.restoreContact, (work, { params }) => restoreContact(work, params.id)),
];
