import { type RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  {
    path: '/digests',
    component: () => import('./Digests.vue'),
    meta: { place: 'me' },
    children: [
      { path: ':id', component: () => import('./DigestDetail.vue'), props: true },
      {
        path: ':id/rows/:figure',
        component: () => import('./FigureRows.vue'),
        props: ({ params, query }) => ({ ...params, period: query.period }),
      },
    ],
  },
];
