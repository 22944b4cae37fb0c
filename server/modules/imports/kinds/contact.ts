import { createContact } from '../../../contract/customers.ts';
import { importContacts } from '../../customers/index.ts';
import { checked, writeResolved, type WriteRows } from '../batch.ts';
import { Refusal } from '../field.ts';
import { recordFinder } from '../record-finder.ts';

export const writeContacts: WriteRows = async (batch, drafts) => {
  const customerOf = await recordFinder(batch, 'customer', 'customer', drafts);
  return writeResolved(
    drafts,
    (values) => {
      const { customer: _customer, ...fields } = values;
      const customerId = customerOf(values);
      if (!customerId) throw new Refusal('customer', '缺少客户');
      return { ...checked(createContact.body, fields), customerId };
    },
    (inputs) => importContacts(batch.work, inputs),
  );
};
