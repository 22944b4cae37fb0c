import { type RouteRecordRaw } from 'vue-router';

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

export const routes: RouteRecordRaw[] = [
  {
    path: '/opportunities',
    component: () => import('./Opportunities.vue'),
    meta: { place: 'opportunities', root: true },
    children: [
      {
        path: 'new',
        component: () => import('./CreateOpportunityForm.vue'),
        props: ({ query }) => ({ customerId: text(query.customerId) }),
        meta: { root: false },
      },
      { path: 'bin', component: () => import('./RecycleBin.vue'), meta: { root: false } },
      { path: 'funnel', component: () => import('./Funnel.vue'), meta: { root: false } },
      { path: ':id', component: () => import('./OpportunityDetail.vue'), props: true, meta: { root: false } },
      { path: ':id/edit', component: () => import('./EditOpportunityForm.vue'), props: true, meta: { root: false } },
    ],
  },
];
