import Koa, { type Middleware } from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import { answerProblems, apiRouter, pageRouter, type HttpOptions } from './kernel/http.ts';
import type { PageRoute, Route } from './kernel/route.ts';
import { servePages } from './pages.ts';

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
  // Only the proxy's own entry says where a request comes from; what stands before it in the list is the client's word.
  const app = new Koa({ proxy: options.secure, maxIpsCount: 1 });
  app.silent = true;
  const api = apiRouter(options.routes, options);
  const pages = pageRouter(options.pages, options);
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
