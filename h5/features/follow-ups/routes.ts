import { type RouteRecordRaw } from 'vue-router';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

export const routes: RouteRecordRaw[] = [
  {
    path: '/follow-ups',
    component: () => import('./FollowUps.vue'),
    props: ({ query }) => ({
      customerId: text(query.customerId),
      opportunityId: text(query.opportunityId),
      authorId: text(query.authorId),
    }),
    meta: { place: 'workbench' },
  },
  {
    path: '/due-contacts',
    component: () => import('./DueContacts.vue'),
    props: ({ query }) => ({ team: query.team === '1' }),
    meta: { place: 'workbench' },
  },
];
