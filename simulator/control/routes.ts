import Router from '@koa/router';

import { type World } from '../world.ts';
import { chatRoutes } from './chat-routes.ts';
import { customerRoutes, groupRoutes } from './group-routes.ts';
import { labRoutes } from './lab-routes.ts';
import { orgRoutes } from './org-routes.ts';
import { streamRoute } from './stream.ts';

export function controlRoutes(world: World): Router {
  const router = new Router({ prefix: '/simulator/api' });
  labRoutes(router, world);
  orgRoutes(router, world);
  chatRoutes(router, world);
  groupRoutes(router, world);
  customerRoutes(router, world);
  streamRoute(router, world);
  return router;
}
