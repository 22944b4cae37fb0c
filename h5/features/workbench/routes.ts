import { type RouteRecordRaw } from 'vue-router';
import Workbench from './Workbench.vue';

export const routes: RouteRecordRaw[] = [
  {
    path: '/',
    // Where nearly every visit begins: in the first script instead of one more request after it.
    component: Workbench,
    props: ({ query }) => ({ personId: typeof query.person === 'string' ? query.person : undefined }),
    meta: { place: 'workbench', root: true },
  },
];
