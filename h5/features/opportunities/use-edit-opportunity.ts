import { getOpportunity, type OpportunityDetail, updateOpportunity } from '../../../server/contract/opportunities.ts';
import { call } from '../../api.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useForm } from '../../composables/use-form.ts';
import { totalsOf } from './lines.ts';
import { asUpdateFields, type EditValues, valuesOf } from './opportunity-values.ts';
import { type LineProducts } from './use-line-products.ts';

const { shape } = updateOpportunity.body;
/** In the form, an emptied amount or likelihood means "let it follow". */
const formSchema = updateOpportunity.body.extend({
  amount: shape.amount.nullable(),
  likelihood: shape.likelihood.nullable(),
});

/** Edits an opportunity: sends what changed with the version it was read at. */
export function useEditOpportunity(opportunity: OpportunityDetail, { productOf }: LineProducts) {
  const params = { id: opportunity.id };
  let { version } = opportunity;
  return useForm<typeof formSchema, EditValues>({
    schema: formSchema,
    initial: valuesOf(opportunity),
    draftKey: `opportunity.${opportunity.id}`,
    checkChanged: true,
    save: async ({ values, changed, key }) => {
      const fields = asUpdateFields(changed, totalsOf(values.lines, productOf).agreed);
      await call(updateOpportunity, { params, body: { ...fields, version } }, { key });
      markChanged('opportunity', 'customer');
      tellDone('已保存');
    },
    latest: async () => {
      const stored = await call(getOpportunity, { params });
      version = stored.version;
      return valuesOf(stored);
    },
  });
}
