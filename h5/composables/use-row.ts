import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { closeRow } from '../ui/swipe.ts';
import { useQuiet } from './use-quiet.ts';

/**
 * What a row of a long list needs of its record's address: whether it is open beside the list, and how a click gets there. A RouterLink
 * does as much for three times the work, and a list draws twenty rows at once. `quiet` says when what a swipe uncovers may be drawn.
 */
export function useRow(to: () => string) {
  const route = useRoute();
  const router = useRouter();
  const here = computed(() => route.path === to() || route.path.startsWith(`${to()}/`));
  /** A click on a row that stands open closes it. */
  const go = () => closeRow() || void router.push(to());
  return { here, go, quiet: useQuiet() };
}
