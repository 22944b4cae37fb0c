import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Koa, { type Middleware } from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import serveStatic from 'koa-static';
import { getWorkbench } from './contract/insight.ts';
import { getMe } from './contract/session.ts';
import { answerProblems, apiRouter, pageRouter, sessionCookie, type HttpOptions } from './kernel/http.ts';
import type { PageRoute, Route } from './kernel/route.ts';

export interface AppOptions extends HttpOptions {
  routes: readonly Route[];
  pages: readonly PageRoute[];
  /** Folder of the built H5; null when it is served elsewhere. */
  h5Dir: string | null;
  /** Behind TLS? Decides Secure cookies and HSTS. */
  secure: boolean;
}

/** The HTTP side of the product, for the process and for tests alike. */
export const createApp = (options: AppOptions): Koa => {
  const app = new Koa({ proxy: options.secure });
  app.silent = true;
  const api = apiRouter(options.routes, options);
  const pages = pageRouter(options.pages, options.secure);
  app.use(answerProblems(options.kernel.log, options.metrics));
  app.use(securityHeaders(options.secure));
  app.use(compress({ threshold: 1024, br: false }));
  app.use(pages.routes() as unknown as Middleware);
  app.use(api.routes() as unknown as Middleware);
  if (options.h5Dir) for (const middleware of servePages(options.h5Dir)) app.use(middleware);
  return app;
};

/** No inline scripts or styles, no framing, no foreign origins but the map and picture hosts that are named here (none). */
const securityHeaders = (secure: boolean): Middleware =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });

/** Hashed assets are kept for a year, the page itself never. */
const servePages = (folder: string): Middleware[] => [
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
