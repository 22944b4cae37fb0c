import { type RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('./Workbench.vue'),
    props: ({ query }) => ({ personId: typeof query.person === 'string' ? query.person : undefined }),
    meta: { place: 'workbench', root: true },
  },
];
