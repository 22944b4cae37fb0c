import { computed, ref, watch } from 'vue';

import { type PersonView } from '../../control/types.ts';
import { company, companyLoaded, peopleById } from './company.ts';

const REMEMBERED = 'simulator.viewer';

/** Whose phone is on the table; `?as=userid` in the address. Empty until the company is known. */
export const viewer = ref(new URLSearchParams(location.search).get('as') ?? '');
export const viewerPerson = computed<PersonView | null>(() => peopleById.value.get(viewer.value) ?? null);
export const viewerName = computed(
  () => viewerPerson.value?.name ?? company.value.leavers.find((each) => each.userid === viewer.value)?.name ?? '',
);
/** Somebody who left or was disabled is signed out of WeCom. */
export const isSignedIn = computed(() => viewerPerson.value?.status === 1);

export function become(userid: string): void {
  viewer.value = userid;
}

watch(viewer, (userid) => {
  localStorage.setItem(REMEMBERED, userid);
  const url = new URL(location.href);
  url.searchParams.set('as', userid);
  history.replaceState(history.state, '', url);
});

/** The person of the last visit, else somebody who sells: the first without people below but with a leader above. */
function choose(): void {
  const known = [viewer.value, localStorage.getItem(REMEMBERED) ?? ''].find((each) => peopleById.value.has(each));
  viewer.value = known ?? findSeller()?.userid ?? company.value.people[0]?.userid ?? '';
}

export function findSeller(): PersonView | undefined {
  return company.value.people.find((each) => each.directLeader && each.leaderOf.length === 0 && each.status === 1);
}

void companyLoaded.then(choose);
