import { type RouteRecordRaw } from 'vue-router';
import { adminRoutes } from '../admin/routes.ts';

export const routes: RouteRecordRaw[] = [
  {
    path: '/me',
    component: () => import('./Me.vue'),
    meta: { place: 'me', root: true },
    children: [
      { path: 'preferences', component: () => import('./PreferencesForm.vue'), meta: { root: false } },
      ...adminRoutes,
    ],
  },
];
