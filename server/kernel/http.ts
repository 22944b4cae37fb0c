import { randomUUID } from 'node:crypto';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import multer from 'multer';
import type { Context, Middleware, Next } from 'koa';
import { type z } from 'zod';
import type { FieldProblem } from '../contract/problem.ts';
import { hashRequest, once } from './idempotency.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createPatience, type Patience } from './patience.ts';
import { ensure, Problem } from './problem.ts';
import { toResponse } from './refusal.ts';
import { Download, type PageAnswer, type PageRoute, type Route, type Upload } from './route.ts';
import { inTransaction, whileChangingOver } from './transaction.ts';
import type { Actor, Kernel, Work } from './work.ts';

/** Who is asking? Null when the session is missing, expired or revoked. */
export type Authenticate = (kernel: Kernel, token: string | null) => Promise<Actor | null>;
/** Refuses with `request.too_many` when this person or address asks too often. */
export type LimitRate = (who: { personId: string | null; address: string; operation: string }) => Promise<void>;

export interface HttpOptions {
  kernel: Kernel;
  metrics: Metrics;
  publicOrigin: string;
  authenticate: Authenticate;
  limitRate: LimitRate;
}

/** Nobody waits longer for a yes or a no, whatever the database or the platform does. */
const answerWithinMs = 8000;

export const sessionCookie = 'crm_session';

/** Gives every request an id, turns everything thrown into a problem, and measures. Outermost middleware. */
export const answerProblems =
  (log: Logger, metrics: Metrics): Middleware =>
  async (ctx, next) => {
    const traceId = randomUUID();
    const end = metrics.requests.startTimer();
    ctx.set('x-request-id', traceId);
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined && ctx.path.startsWith('/api/'))
        throw new Problem('request.not_found');
    } catch (error) {
      const { body, unexpected } = toResponse(error, traceId);
      if (unexpected)
        log.error(
          { traceId, path: ctx.path, error: error instanceof Error ? error.stack : String(error) },
          'unexpected',
        );
      ctx.status = body.status;
      if (body.status === 503) ctx.set('retry-after', '5');
      if (body.code === 'request.too_many' && body.params?.['seconds'])
        ctx.set('retry-after', String(body.params['seconds']));
      ctx.body = body;
      ctx.type = 'application/problem+json';
    } finally {
      const route = (ctx as { _matchedRoute?: unknown })._matchedRoute;
      end({ method: ctx.method, route: typeof route === 'string' ? route : 'other', status: String(ctx.status) });
    }
  };

/** Mounts the API: each route from its endpoint value alone. */
export const apiRouter = (routes: readonly Route[], options: HttpOptions): Router => {
  const router = new Router();
  const parseJson = bodyParser({ jsonLimit: '256kb', enableTypes: ['json'], encoding: 'utf-8' });
  for (const route of routes) {
    const { method, path } = route.endpoint;
    const readers: Middleware[] =
      method === 'GET' ? [] : [route.uploadLimit ? readUpload(route.uploadLimit) : parseJson];
    router.register(path, [method], [guard(route, options), ...readers, answer(route, options)] as never);
  }
  return router;
};

/** Session, permission, origin and rate, before a body is even read. */
const guard =
  (route: Route, options: HttpOptions): Middleware =>
  async (ctx, next) => {
    const { method, permission, path } = route.endpoint;
    // Clients word times and offer "tomorrow morning" by the product's clock, which a demonstration may have moved.
    ctx.set('date', options.kernel.clock.now().toUTCString());
    if (method !== 'GET') ensureSameOrigin(ctx, options.publicOrigin);
    const token = ctx.cookies.get(sessionCookie) ?? null;
    const patience = createPatience(answerWithinMs);
    const actor = await patience.during(() => whileChangingOver(() => options.authenticate(options.kernel, token)));
    await options.limitRate({ personId: actor?.personId ?? null, address: ctx.ip, operation: `${method} ${path}` });
    if (permission !== 'public') {
      ensure(actor, 'session.required');
      ensure(permission === 'session' || actor.permissions.has(permission), 'permission.denied');
    }
    Object.assign(ctx.state, { actor, patience });
    await next();
  };

/** A browser says where a request comes from; one that does not come from our own pages changes nothing. */
const ensureSameOrigin = (ctx: Context, publicOrigin: string): void => {
  const origin = ctx.get('origin');
  const site = ctx.get('sec-fetch-site');
  ensure(origin ? origin === publicOrigin : site === 'same-origin', 'request.cross_site');
};

const readUpload = (limit: number): Middleware => {
  const parse = multer({ limits: { fileSize: limit, files: 1, fields: 5 } }).single('file');
  return async (ctx: Context, next: Next) => {
    const failure = await new Promise<unknown>((resolve) => parse(ctx.req as never, ctx.res as never, resolve));
    if ((failure as { code?: string } | null)?.code === 'LIMIT_FILE_SIZE') {
      throw new Problem('file.too_large', { megabytes: Math.floor(limit / 1048576) });
    }
    if (failure) throw new Problem('request.malformed');
    await next();
  };
};

const answer =
  (route: Route, options: HttpOptions): Middleware =>
  async (ctx) => {
    const { endpoint } = route;
    const input = {
      params: parsePart(endpoint.params, (ctx as unknown as { params: unknown }).params, 'params'),
      query: parsePart(endpoint.query, { ...ctx.query }, 'query'),
      body:
        endpoint.method === 'GET' || route.uploadLimit
          ? {}
          : parsePart(endpoint.body, (ctx.request as { body?: unknown }).body ?? {}, 'body'),
      upload: uploadOf(ctx),
    };
    const work: Work = { ...options.kernel, actor: ctx.state['actor'] as Actor };
    const patience = ctx.state['patience'] as Patience;
    const result = await patience.during(() => run(route, work, input, { patience, key: ctx.get('idempotency-key') }));
    if (result instanceof Download) return sendDownload(ctx, result);
    ctx.set('cache-control', 'no-store');
    ctx.body = result;
  };

const run = async (
  route: Route,
  work: Work,
  input: Parameters<Route['handle']>[1],
  { patience, key }: { patience: Patience; key: string },
): Promise<unknown> => {
  const { endpoint } = route;
  const handle = async (inner: Work): Promise<object> => {
    const result = await route.handle(inner, input);
    patience.ensureLeft();
    return result instanceof Download ? result : (endpoint.response.parse(result) as object);
  };
  if (endpoint.method === 'GET') return whileChangingOver(() => handle(work));
  if (!key || !work.actor?.personId) return inTransaction(work, handle);
  ensure(/^[\w-]{8,80}$/.test(key), 'request.malformed');
  const named = {
    personId: work.actor.personId,
    key,
    operation: `${endpoint.method} ${endpoint.path}`,
    requestHash: hashRequest([input.params, input.query, input.body, input.upload?.name, input.upload?.bytes]),
  };
  return once(work, named, handle);
};

const parsePart = (schema: z.ZodType, value: unknown, part: 'params' | 'query' | 'body'): unknown => {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    ensure(isUnicode(parsed.data), part === 'params' ? 'record.not_found' : 'request.malformed');
    return parsed.data;
  }
  if (part === 'params') throw new Problem('record.not_found');
  throw new Problem('request.malformed', {}, fieldProblems(parsed.error));
};

/** JSON can spell half a character (`"\\ud800"`), which no database keeps. Values have fitted their schema, so they are not deep. */
const isUnicode = (value: unknown): boolean => {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isUnicode);
};

const fieldProblems = (error: z.ZodError): FieldProblem[] =>
  error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));

const uploadOf = (ctx: Context): Upload | null => {
  const { file } = ctx.req as { file?: { originalname: string; buffer: Buffer } };
  return file ? { name: Buffer.from(file.originalname, 'latin1').toString('utf8'), bytes: file.buffer } : null;
};

const sendDownload = (ctx: Context, download: Download): void => {
  ctx.type = download.type;
  ctx.set('x-content-type-options', 'nosniff');
  ctx.set('content-security-policy', "default-src 'none'; sandbox");
  ctx.set('cache-control', download.maxAgeSeconds > 0 ? `private, max-age=${download.maxAgeSeconds}` : 'no-store');
  if (download.name) ctx.set('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(download.name)}`);
  ctx.body = download.bytes;
};

/** Mounts public addresses outside the API. */
export const pageRouter = (
  routes: readonly PageRoute[],
  { limitRate, secure }: Pick<HttpOptions, 'limitRate'> & { secure: boolean },
): Router => {
  const router = new Router();
  const readText = bodyParser({
    enableTypes: ['text', 'xml', 'json'],
    textLimit: '256kb',
    xmlLimit: '256kb',
    jsonLimit: '256kb',
    extendTypes: { text: ['*/*'] },
    parsedMethods: ['POST'],
  });
  for (const route of routes) {
    router.register(route.path, [route.method], [
      readText,
      async (ctx: Context) => {
        const operation = `${route.method} ${route.path}`;
        if (route.rate === 'address') await limitRate({ personId: null, address: ctx.ip, operation });
        const request = pageRequest(ctx);
        reply(ctx, await createPatience(answerWithinMs).during(() => route.handle(request)), secure);
      },
    ] as never);
  }
  return router;
};

const pageRequest = (ctx: Context): Parameters<PageRoute['handle']>[0] => ({
  query: Object.fromEntries(
    Object.entries(ctx.query).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : (value ?? '')]),
  ),
  params: (ctx as unknown as { params: Record<string, string> }).params,
  header: (name) => ctx.get(name),
  cookie: (name) => ctx.cookies.get(name) ?? null,
  body: (ctx.request as { rawBody?: string }).rawBody ?? '',
  address: ctx.ip,
});

const reply = (ctx: Context, result: PageAnswer, secureCookies: boolean): void => {
  for (const [name, cookie] of Object.entries(result.cookies ?? {})) {
    ctx.cookies.set(name, cookie?.value ?? '', {
      httpOnly: true,
      sameSite: 'lax',
      secure: secureCookies,
      overwrite: true,
      maxAge: (cookie?.maxAgeSeconds ?? 0) * 1000,
    });
  }
  for (const [name, value] of Object.entries(result.headers ?? {})) ctx.set(name, value);
  ctx.set('cache-control', 'no-store');
  if (result.redirect) return ctx.redirect(result.redirect);
  ctx.status = result.status ?? 200;
  ctx.type = result.type ?? 'text/plain; charset=utf-8';
  ctx.body = result.body ?? '';
};
