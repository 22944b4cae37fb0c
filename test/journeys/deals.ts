import { createProduct, listProducts } from '../../server/contract/catalogue.ts';
import { createCustomer } from '../../server/contract/customers.ts';
import { createOpportunity, getOpportunity, winOpportunity } from '../../server/contract/opportunities.ts';
import { signIn, type Person } from '../support/processes-person.ts';
import type { Stage } from '../support/processes-stage.ts';

export interface Deal {
  seller: Person;
  customerId: string;
  opportunityId: string;
  name: string;
  /** List price in fen. */
  listPrice: number;
}

const robot = '协作机器人 YH-R5';

/** An open opportunity of a salesperson over one machine at list price. */
export const openDeal = async (stage: Stage, userid: string, customer: string): Promise<Deal> => {
  const seller = await signIn(stage, userid);
  const { id: productId, listPrice } = await findRobot(stage, seller);
  const { id: customerId } = await seller.get(createCustomer, { body: { name: customer, kind: 'customer' } });
  const name = `${customer}上下料项目`;
  const lines = [{ productId, quantity: 1, agreedPrice: listPrice }];
  const { id: opportunityId } = await seller.get(createOpportunity, { body: { name, customerId, lines } });
  return { seller, customerId, opportunityId, name, listPrice };
};

/** Asks to close it at this share of the list price. @returns the approval it waits for */
export const askToWin = async ({ seller, opportunityId, listPrice }: Deal, share: number): Promise<string> => {
  const { version, lines } = await seller.get(getOpportunity, { params: { id: opportunityId } });
  const agreed = lines.map(({ productId, quantity }) => ({
    productId,
    quantity,
    agreedPrice: Math.round(listPrice * share),
  }));
  const body = { lines: agreed, version };
  const { approvalId } = await seller.get(winOpportunity, { params: { id: opportunityId }, body });
  if (approvalId === null) throw new Error('It was won without an approval.');
  return approvalId;
};

const findRobot = async (stage: Stage, seller: Person): Promise<{ id: string; listPrice: number }> => {
  const find = async () =>
    (await seller.get(listProducts)).items.find((product) => product.name === robot && product.active);
  const found = await find();
  if (found) return found;
  const admin = await signIn(stage, 'weikai');
  const { id } = await admin.get(createProduct, { body: { name: robot, listPrice: 12_800_000 } });
  return { id, listPrice: 12_800_000 };
};
