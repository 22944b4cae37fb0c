import { company, peopleById } from '../state/company.ts';

/** The name of a member, also of one who left; the account itself for strangers. */
export function nameOf(userid: string): string {
  const leaver = company.value.leavers.find((each) => each.userid === userid);
  return peopleById.value.get(userid)?.name ?? leaver?.name ?? userid;
}
