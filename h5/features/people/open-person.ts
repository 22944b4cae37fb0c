import { getPerson } from '../../../server/contract/org.ts';
import { call } from '../../api.ts';
import { router } from '../../router.ts';
import { insideWeCom } from '../../inside-wecom.ts';
import { openColleague } from '../../wecom.ts';

/** Shows a colleague: the chat client's own profile when inside it, our page elsewhere. */
export async function openPerson(id: string): Promise<void> {
  if (insideWeCom) {
    const person = await call(getPerson, { params: { id } }).catch(() => null);
    if (person && (await openColleague(person.account))) return;
  }
  await router.push(`/people/${id}`);
}
