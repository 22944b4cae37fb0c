import { showToast } from 'vant';
import { getCustomer } from '../../../server/contract/customers.ts';
import { asProblem } from '../../api-problem.ts';
import { call } from '../../api.ts';
import { tellProblem } from '../../composables/tell-problem.ts';

/** Dials a number; a masked one cannot be dialled and says so. */
export function dial(number: string): void {
  if (number.includes('*')) showToast('号码已隐藏,请联系负责人');
  else location.href = `tel:${number.replace(/[^\d+]/g, '')}`;
}

/** Dials the first contact's mobile, else the customer's own number. */
export async function callCustomer(id: string): Promise<void> {
  try {
    const customer = await call(getCustomer, { params: { id } });
    const ordered = [...customer.contacts].sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary));
    const number = ordered.find(({ mobile }) => mobile)?.mobile ?? customer.phone;
    if (number) dial(number);
    else showToast('还没有登记电话,请在联系人里补充');
  } catch (error) {
    tellProblem(asProblem(error));
  }
}
