import { createOpportunity, type OpportunityState, type Stage } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { importOpportunities } from '../../opportunities/index.ts';
import { checked, dayIn, ownerIn, writeResolved, type Batch, type WriteRows } from '../batch.ts';
import type { Values } from '../draft.ts';
import { entryFinder } from '../entry-finder.ts';
import { Refusal, type Value } from '../field.ts';
import { recordFinder } from '../record-finder.ts';

/** What a person would type when opening one; the rest of a row is its history. */
const typed = createOpportunity.body.pick({
  name: true,
  amount: true,
  likelihood: true,
  expectedCloseOn: true,
  situation: true,
  nextAction: true,
});
const line = createOpportunity.body.shape.lines.unwrap().element;

export const writeOpportunities: WriteRows = async (batch, drafts) => {
  const customerOf = await recordFinder(batch, 'customer', 'customer', drafts);
  const productOf = await recordFinder(batch, 'product', 'product', drafts);
  const lossReasonOf = await entryFinder(batch, 'loss_reason', 'lossReason', drafts);
  const winReasonOf = await entryFinder(batch, 'win_reason', 'winReason', drafts);
  return writeResolved(
    drafts,
    (values) => ({
      ...typedFields(values),
      ...history(batch, values),
      ownerId: ownerIn(batch, values).id,
      customerId: customerOf(values),
      lines: linesOf(values, productOf(values)),
      reasonId: winReasonOf(values) ?? lossReasonOf(values),
    }),
    (inputs) => importOpportunities(batch.work, inputs),
  );
};

const typedFields = (values: Values) => {
  const names = Object.keys(typed.shape);
  const { name, ...rest } = checked(typed, Object.fromEntries(names.map((one) => [one, values[one] ?? null])));
  return { ...empty, ...rest, name };
};
const empty = { amount: null, likelihood: null, expectedCloseOn: null, situation: null, nextAction: null };

const history = (batch: Batch, values: Values) => {
  for (const field of ['createdOn', 'closedOn']) dayIn(batch, values, field);
  return {
    state: (values['state'] ?? 'open') as OpportunityState,
    stage: (values['stage'] ?? 'first_contact') as Stage,
    createdOn: textOf(values['createdOn']),
    closedOn: textOf(values['closedOn']),
  };
};

const linesOf = (values: Values, productId: Id | null) => {
  const { quantity = null, agreedPrice = null } = values;
  if (!productId) {
    if (quantity !== null || agreedPrice !== null) throw new Refusal('product', '有数量或成交单价,但没有产品');
    return [];
  }
  const given = checked(line, { productId, quantity: quantity ?? 1, agreedPrice: agreedPrice ?? 0 });
  return [{ ...given, agreedPrice: agreedPrice === null ? null : given.agreedPrice }];
};

const textOf = (value: Value | null | undefined): string | null => (typeof value === 'string' ? value : null);
