import { shallowRef } from 'vue';
import { type PersonRef } from '../../server/contract/subject.ts';
import { insideWeCom } from '../inside-wecom.ts';

export interface ChosenCustomer {
  id: string;
  name: string;
}
interface Waiting<T> {
  title: string;
  multiple: boolean;
  chosen: readonly T[];
  answer: (value: T[] | null) => void;
}

/** What the picker host shows now. */
export const personQuestion = shallowRef<Waiting<PersonRef> | null>(null);
export const customerQuestion = shallowRef<Waiting<ChosenCustomer> | null>(null);

/** Lets the viewer choose colleagues: in the chat client's own picker when inside it, in ours elsewhere. null: closed. */
export async function choosePeople(
  options: { title?: string; multiple?: boolean; chosen?: readonly PersonRef[] } = {},
): Promise<PersonRef[] | null> {
  const { title = '选择同事', multiple = false, chosen = [] } = options;
  const picked = insideWeCom ? await (await import('../wecom.ts')).pickInChat(multiple, chosen) : undefined;
  if (picked !== undefined) return picked;
  return new Promise((answer) => (personQuestion.value = { title, multiple, chosen, answer }));
}

/** Lets the viewer choose one customer in scope. null: closed. */
export const chooseCustomer = async (title = '选择客户'): Promise<ChosenCustomer | null> => {
  const chosen = await new Promise<ChosenCustomer[] | null>(
    (answer) => (customerQuestion.value = { title, multiple: false, chosen: [], answer }),
  );
  return chosen?.[0] ?? null;
};
