import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import Koa, { type Middleware } from 'koa';
import serveStatic from 'koa-static';

import { page } from '../wecom/html.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The page of the simulator, when it was built. Devices live on `*.wecom.localhost`, so does the page: the plain address
 * leads there.
 */
export function servePage(webFolder: string): Middleware {
  const pages = new Koa();
  pages.use(serveStatic(webFolder, { index: false, maxage: 0 }));
  const files = pages.middleware[0];
  return async (ctx, next) => {
    if (ctx.method !== 'GET' || ctx.path.startsWith('/simulator/api/')) return next();
    if (ctx.path === '/' && loopback.has(ctx.hostname)) {
      return ctx.redirect(`http://wecom.localhost:${ctx.req.socket.localPort}/`);
    }
    if (ctx.path !== '/' && files) await files(ctx, async () => undefined);
    if (ctx.body === undefined && ctx.accepts('html')) showIndex(ctx, join(webFolder, 'index.html'));
    return undefined;
  };
}

function showIndex(ctx: Koa.Context, file: string): void {
  ctx.type = 'html';
  ctx.set('cache-control', 'no-cache');
  ctx.body = existsSync(file)
    ? readFileSync(file)
    : page('企业微信模拟器', '<h1>企业微信模拟器</h1><p>接口已就绪，页面尚未构建。运行 npm run build 后刷新。</p>');
}
