import { type RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  { path: '/search', component: () => import('./Search.vue'), meta: { place: 'workbench' } },
];
