import { PassThrough } from 'node:stream';

import type Router from '@koa/router';

import { type World } from '../world.ts';

const KEEP_ALIVE_MS = 15_000;

/** Server-sent events: one LiveEvent per `data:` line. */
export function streamRoute(router: Router, world: World): void {
  router.get('/stream', (ctx) => {
    const out = new PassThrough();
    ctx.req.socket.setTimeout(0);
    ctx.set({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    ctx.body = out;
    out.write(': open\n\n');
    const unsubscribe = world.live.subscribe((event) => void out.write(`data: ${JSON.stringify(event)}\n\n`));
    const timer = setInterval(() => void out.write(': alive\n\n'), KEEP_ALIVE_MS).unref();
    const end = () => {
      unsubscribe();
      clearInterval(timer);
    };
    ctx.req.on('close', end);
    out.on('close', end);
  });
}
