import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Middleware } from 'koa';
import serveStatic from 'koa-static';
import { getWorkbench } from './contract/insight.ts';
import { getMe } from './contract/session.ts';
import { sessionCookie } from './kernel/http.ts';

/** The built H5: hashed assets (packed by the build) are kept for a year, the page itself never. */
export const servePages = (folder: string): Middleware[] => [
  serveStatic(folder, {
    index: false,
    setHeaders: (response, path) =>
      response.setHeader(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  }),
  async (ctx, next) => {
    const isPage = ctx.method === 'GET' && !ctx.path.startsWith('/api/') && !/\.[a-z0-9]{2,5}$/i.test(ctx.path);
    if (!isPage) return next();
    ctx.type = 'html';
    ctx.set('cache-control', 'no-cache');
    if (ctx.cookies.get(sessionCookie)) ctx.set('link', firstAnswers(ctx.url).map(preloaded).join(', '));
    ctx.body = await readFile(join(folder, 'index.html'));
  },
];

/** What the page at this address asks first: the browser fetches it beside the scripts instead of after them. */
const firstAnswers = (url: string): string[] => (url === '/' ? [getMe.path, getWorkbench.path] : [getMe.path]);

const preloaded = (path: string): string => `<${path}>; rel=preload; as=fetch; crossorigin`;
