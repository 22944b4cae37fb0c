import { stageLikelihood, type OpportunityState, type Stage } from '../../../contract/opportunities.ts';
import type { Fen } from '../../../contract/money.ts';
import type { Id } from '../../../contract/page.ts';
import { allEntries } from '../../../kernel/dictionary.ts';
import { emitMany } from '../../../kernel/event.ts';
import { Problem } from '../../../kernel/problem.ts';
import { insertMany } from '../../../kernel/rows.ts';
import { addSearchTerms } from '../../../kernel/search.ts';
import type { Work } from '../../../kernel/work.ts';
import { productsById } from '../../catalogue/index.ts';
import { customerNames, lockLivingCustomers } from '../../customers/index.ts';
import { mainDepartments, personRefs } from '../../org/index.ts';
import { fitsMoney, priceOf } from '../discount.ts';
import { opportunityImported } from '../events.ts';
import { onOpportunity } from '../queries/about.ts';
import { opportunities, opportunityLines, opportunityStages } from '../store.ts';
import { refreshCustomers } from './refresh-customers.ts';
import type { Line } from './save-lines.ts';

/** An opportunity of another system with the history it had there. */
export interface OpportunityToImport {
  name: string;
  ownerId: Id;
  /** Null when the other system named no customer. */
  customerId: Id | null;
  state: OpportunityState;
  /** Where it is now, or was when it was closed. */
  stage: Stage;
  /** Null: what the lines add up to. */
  amount: Fen | null;
  /** `agreedPrice` null: the list price of today. */
  lines: { productId: Id; quantity: number; agreedPrice: Fen | null }[];
  likelihood: number | null;
  expectedCloseOn: string | null;
  situation: string | null;
  nextAction: string | null;
  reasonId: Id | null;
  /** Days; null: today. */
  createdOn: string | null;
  closedOn: string | null;
}

/**
 * Creates many opportunities at once, open or closed, with the days they were opened and closed on. A closed one needs no
 * approval any more. Answers in order: the new id, or why there is none.
 */
export const importOpportunities = async (
  work: Work,
  inputs: readonly OpportunityToImport[],
): Promise<(Id | Problem)[]> => {
  const known = await lookUp(work, inputs);
  const outcomes = inputs.map((input) => refuse(input, known) ?? rowOf(work, input, known));
  const rows = outcomes.flatMap((one) => (one instanceof Problem ? [] : [one]));
  await insertMany(
    work,
    opportunities,
    rows.map((row) => row.opportunity),
  );
  await insertMany(
    work,
    opportunityLines,
    rows.flatMap((row) => row.lines),
  );
  await insertMany(
    work,
    opportunityStages,
    rows.map((row) => row.stay),
  );
  await tell(work, rows);
  return outcomes.map((one) => (one instanceof Problem ? one : one.opportunity.id));
};

/** What the rows refer to, a query each for all of them. */
const lookUp = async (work: Work, inputs: readonly OpportunityToImport[]) => ({
  customers: await lockLivingCustomers(
    work,
    inputs.map((input) => input.customerId),
  ),
  products: await productsById(
    work,
    inputs.flatMap((input) => input.lines.map((line) => line.productId)),
  ),
  departments: await mainDepartments(
    work,
    inputs.map((input) => input.ownerId),
  ),
  reasons: new Set((await allEntries(work)).filter((one) => one.active).map((one) => `${one.kind} ${one.id}`)),
});
type Known = Awaited<ReturnType<typeof lookUp>>;

const refuse = (input: OpportunityToImport, { customers, products, reasons }: Known): Problem | null => {
  const at = (path: string, message: string): Problem => new Problem('request.malformed', {}, [{ path, message }]);
  const { state, createdOn, closedOn, reasonId, customerId } = input;
  if (customerId && !customers.has(customerId)) return new Problem('customer.deleted');
  if (state !== 'open' && !closedOn) return at('closedOn', '已关闭的商机要有关闭日期');
  if (state === 'open' && closedOn) return at('closedOn', '进行中的商机不能有关闭日期');
  if (closedOn && createdOn && closedOn < createdOn) return at('closedOn', '关闭日期早于创建日期');
  if (state === 'open' && reasonId) return at('state', '进行中的商机不能有赢单或输单原因');
  if (reasonId && !reasons.has(`${state === 'won' ? 'win' : 'loss'}_reason ${reasonId}`))
    return new Problem('customer.option_unknown', { label: state === 'won' ? '赢单原因' : '输单原因' });
  // A product that is no longer sold may well have been sold then.
  if (input.lines.some((line) => !products.has(line.productId))) return new Problem('product.unknown');
  return fitsMoney(pricedLines(input, products)) ? null : at('quantity', '产品金额合计过大,请检查数量和单价');
};

const pricedLines = (input: OpportunityToImport, products: Known['products']): Line[] =>
  input.lines.map(({ productId, quantity, agreedPrice }) => {
    const listPrice = products.get(productId)?.listPrice ?? 0;
    return { productId, quantity, listPrice, agreedPrice: agreedPrice ?? listPrice };
  });

const likelihoodOf = ({ state, stage, likelihood }: OpportunityToImport): number => {
  if (state === 'open') return likelihood ?? stageLikelihood[stage];
  return state === 'won' ? 100 : 0;
};

const rowOf = (work: Work, input: OpportunityToImport, { products, departments }: Known) => {
  const { lines: _lines, createdOn, amount, ...fields } = input;
  const lines = pricedLines(input, products);
  const id = work.nextId();
  const closedAt = input.closedOn ? work.calendar.startOf(input.closedOn) : null;
  const createdAt = createdOn ? work.calendar.startOf(createdOn) : (closedAt ?? work.clock.now());
  return {
    opportunity: {
      ...fields,
      id,
      amount: amount ?? priceOf(lines).agreedTotal,
      likelihood: likelihoodOf(input),
      ownerDepartmentId: departments.get(input.ownerId)?.id ?? null,
      stageEnteredAt: createdAt,
      facts: {},
      createdAt,
      touchedAt: closedAt ?? createdAt,
    },
    lines: lines.map((line, position) => ({ opportunityId: id, position, ...line })),
    stay: {
      opportunityId: id,
      stage: input.stage,
      enteredAt: createdAt,
      leftAt: closedAt,
      leftBy: input.state === 'open' ? null : input.state,
    },
  };
};

const tell = async (work: Work, rows: readonly ReturnType<typeof rowOf>[]): Promise<void> => {
  const all = rows.map((row) => row.opportunity);
  await addSearchTerms(
    work,
    'opportunity',
    all.map(({ id, name }) => ({ id, names: [name], phones: [] })),
  );
  const ids = all.flatMap((row) => row.customerId ?? []);
  await refreshCustomers(work, ids);
  const customers = await customerNames(work, ids);
  const owners = await personRefs(
    work,
    all.map((row) => row.ownerId),
  );
  await emitMany(
    work,
    opportunityImported,
    all.map(({ id, name, customerId, ownerId, state, amount, closedOn }) => ({
      ...onOpportunity({ id, customerId }),
      payload: {
        opportunityId: id,
        name,
        customerId,
        customerName: customerId ? (customers.get(customerId) ?? null) : null,
        ownerId,
        ownerName: owners.get(ownerId)?.name ?? '',
        state,
        amount,
        closedOn,
      },
    })),
  );
};
