import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { getMe } from '../server/contract/session.ts';
import { asProblem } from './api-problem.ts';
import { call } from './api.ts';
import { tellProblem } from './composables/tell-problem.ts';
import { routes as approvals } from './features/approvals/routes.ts';
import { routes as customers } from './features/customers/routes.ts';
import { routes as digests } from './features/digests/routes.ts';
import { routes as followUps } from './features/follow-ups/routes.ts';
import { routes as handovers } from './features/handover/routes.ts';
import { routes as me } from './features/me/routes.ts';
import { routes as opportunities } from './features/opportunities/routes.ts';
import { routes as people } from './features/people/routes.ts';
import { routes as search } from './features/search/routes.ts';
import { routes as workbench } from './features/workbench/routes.ts';
import { type PlaceName } from './shell/places.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Which entry of the tab bar is lit. */
    place?: PlaceName;
    /** A root of the tab bar: the bar is shown on phones. */
    root?: boolean;
    /** Fetched in advance, see `warmUp`. */
    warm?: boolean;
  }
}

const missing: RouteRecordRaw = { path: '/:rest(.*)*', component: () => import('./shell/Missing.vue') };

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...workbench,
    ...search,
    ...customers,
    ...opportunities,
    ...approvals,
    ...followUps,
    ...me,
    ...digests,
    ...handovers,
    ...people,
    missing,
  ],
});

const chunkMissing = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|Importing a module|preload CSS/i.test(error.message);

/** A page's code did not come: without a network say so and stay; after a new deployment load the page anew, once. */
router.onError((error: unknown, to) => {
  if (chunkMissing(error)) void recover(to.fullPath);
});

async function recover(path: string): Promise<void> {
  const reloaded = 'crm.reloaded';
  try {
    await call(getMe);
  } catch (error) {
    return tellProblem(asProblem(error));
  }
  if (sessionStorage.getItem(reloaded) === path) return;
  sessionStorage.setItem(reloaded, path);
  location.assign(path);
}

/** Fetches the code of the places people go next while the phone is idle, so that they open at once, also in a lift. */
export function warmUp(): void {
  const loaders = router
    .getRoutes()
    .filter(({ meta }) => meta.root === true || meta.warm === true)
    .map(({ components }) => components?.default)
    .filter((loader): loader is () => Promise<unknown> => typeof loader === 'function');
  setTimeout(() => void Promise.allSettled(loaders.map((load) => load())), 1_500);
}

/** Back to where one came from; to `fallback` when the page was opened from a message. */
export const goBack = (fallback: string): void => {
  if (history.state?.back) router.back();
  else void router.replace(fallback);
};
