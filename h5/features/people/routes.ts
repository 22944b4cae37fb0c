import { type RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  { path: '/people/:id', component: () => import('./PersonDetail.vue'), props: true, meta: { place: 'workbench' } },
];
