import { createCustomer } from '../../../contract/customers.ts';
import { importCustomers, regionCodeOf } from '../../customers/index.ts';
import { checked, dayIn, ownerIn, writeResolved, type WriteRows } from '../batch.ts';
import type { Values } from '../draft.ts';
import { entryFinder } from '../entry-finder.ts';
import { Refusal } from '../field.ts';
import { recordFinder } from '../record-finder.ts';

export const writeCustomers: WriteRows = async (batch, drafts) => {
  const industryOf = await entryFinder(batch, 'industry', 'industry', drafts);
  const sourceOf = await entryFinder(batch, 'source', 'source', drafts);
  const parentOf = await recordFinder(batch, 'customer', 'parent', drafts);
  return writeResolved(
    drafts,
    (values) => {
      const { owner: _owner, industry: _industry, source: _source, parent: _parent, createdOn: _on, ...plain } = values;
      const { contacts: _none, ...fields } = checked(createCustomer.body, {
        ...plain,
        kind: plain['kind'] ?? 'customer',
        region: regionIn(values),
      });
      return {
        ...fields,
        ownerId: ownerIn(batch, values).id,
        industryId: industryOf(values),
        sourceId: sourceOf(values),
        parentId: parentOf(values),
        createdAt: dayIn(batch, values, 'createdOn'),
      };
    },
    (inputs) => importCustomers(batch.work, inputs),
  );
};

const regionIn = ({ region = null }: Values): string | null => {
  if (region === null) return null;
  const code = regionCodeOf(String(region));
  if (!code) throw new Refusal('region', `没有找到地区「${region}」,请写省或市的名称`);
  return code;
};
