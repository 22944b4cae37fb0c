import { type RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  {
    path: '/handovers',
    component: () => import('./Handovers.vue'),
    meta: { place: 'me' },
    children: [
      { path: ':id', component: () => import('./HandoverDetail.vue'), props: true },
      { path: ':id/assignment', component: () => import('./AssignmentForm.vue'), props: true },
    ],
  },
];
