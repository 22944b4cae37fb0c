import { type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router';

/** Administration opens beside 我的: these are children of its route, at addresses of their own. */
export const adminRoutes: RouteRecordRaw[] = [
  {
    path: '/admin/org',
    component: () => import('./org/OrgHome.vue'),
    props: ({ query }: RouteLocationNormalized) => ({ tab: query.tab === 'syncs' ? 'syncs' : 'people' }),
  },
  { path: '/admin/departments/:id', component: () => import('./org/DepartmentPeople.vue'), props: true },
  { path: '/admin/people/:id', component: () => import('./org/PersonRolesForm.vue'), props: true },
  { path: '/admin/org-syncs/:id', component: () => import('./org/SyncDetail.vue'), props: true },
  { path: '/admin/roles', component: () => import('./roles/Roles.vue') },
  { path: '/admin/roles/new', component: () => import('./roles/RoleForm.vue') },
  { path: '/admin/roles/:id', component: () => import('./roles/RoleForm.vue'), props: true },
  { path: '/admin/groups', component: () => import('./groups/Groups.vue') },
  { path: '/admin/groups/new', component: () => import('./groups/BindGroupForm.vue') },
  { path: '/admin/products', component: () => import('./products/Products.vue') },
  { path: '/admin/dictionaries', component: () => import('./dictionaries/Dictionaries.vue') },
  { path: '/admin/messages', component: () => import('./messages/Messages.vue') },
].map((route) => ({ ...route, meta: { root: false } }));
