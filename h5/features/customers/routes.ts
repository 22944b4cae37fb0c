import { type RouteRecordRaw } from 'vue-router';

const place = 'customers';

export const routes: RouteRecordRaw[] = [
  {
    path: '/customers',
    component: () => import('./Customers.vue'),
    meta: { place, root: true },
    children: [
      { path: 'new', component: () => import('./CreateCustomerForm.vue'), meta: { root: false } },
      { path: 'bin', component: () => import('./RecycleBin.vue'), meta: { root: false } },
      { path: ':id', component: () => import('./CustomerDetail.vue'), props: true, meta: { root: false, warm: true } },
      { path: ':id/edit', component: () => import('./EditCustomerForm.vue'), props: true, meta: { root: false } },
      { path: ':id/contacts/new', component: () => import('./ContactForm.vue'), props: true, meta: { root: false } },
      {
        path: ':id/contacts/:contactId',
        component: () => import('./ContactForm.vue'),
        props: true,
        meta: { root: false },
      },
    ],
  },
];
