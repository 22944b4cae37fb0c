import { type RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  {
    path: '/approvals',
    component: () => import('./Approvals.vue'),
    meta: { place: 'approvals', root: true },
    children: [{ path: ':id', component: () => import('./ApprovalDetail.vue'), props: true, meta: { root: false } }],
  },
];
