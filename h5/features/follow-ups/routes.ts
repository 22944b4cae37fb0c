import { type RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  { path: '/follow-ups', component: () => import('./FollowUps.vue'), meta: { place: 'workbench' } },
  { path: '/due-contacts', component: () => import('./DueContacts.vue'), meta: { place: 'workbench' } },
];
