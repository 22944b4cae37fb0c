import { type RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  {
    path: '/me',
    component: () => import('./Me.vue'),
    meta: { place: 'me', root: true },
    children: [{ path: 'preferences', component: () => import('./PreferencesForm.vue'), meta: { root: false } }],
  },
];
