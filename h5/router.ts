import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { routes as customers } from './features/customers/routes.ts';
import { routes as followUps } from './features/follow-ups/routes.ts';
import { routes as me } from './features/me/routes.ts';
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
  }
}

const missing: RouteRecordRaw = { path: '/:rest(.*)*', component: () => import('./shell/Missing.vue') };

export const router = createRouter({
  history: createWebHistory(),
  routes: [...workbench, ...search, ...customers, ...followUps, ...me, ...people, missing],
});

/** A new version was deployed and the old chunks are gone: load the page anew, once. */
router.onError((error: unknown, to) => {
  const reloaded = 'crm.reloaded';
  const chunkGone =
    error instanceof Error && /dynamically imported module|Importing a module|preload CSS/i.test(error.message);
  if (!chunkGone || sessionStorage.getItem(reloaded) === to.fullPath) return;
  sessionStorage.setItem(reloaded, to.fullPath);
  location.assign(to.fullPath);
});

/** Back to where one came from; to `fallback` when the page was opened from a message. */
export const goBack = (fallback: string): void => {
  if (history.state?.back) router.back();
  else void router.replace(fallback);
};
