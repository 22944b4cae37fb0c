import { type Context, type Middleware } from 'koa';

import { HOUR, MINUTE } from '../clock.ts';
import { type FaultView } from '../control/types.ts';
import { ensure, WecomError, withHint } from '../wecom/error.ts';
import { secretOf } from '../wecom/tokens.ts';
import { type World } from '../world.ts';
import { type Answer, BytesAnswer, type Endpoint } from './endpoint.ts';
import { readBody } from './read-body.ts';

const BODY_LIMIT = 25 * 1024 * 1024;

/** Serves `/cgi-bin/…`: HTTP 200 with an errcode whatever happens, faults, IP list, frequency, token, permission. */
export function servePlatform(world: World, endpoints: Endpoint[]): Middleware {
  const byPath = new Map(endpoints.map((each) => [each.path, each]));
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/cgi-bin/')) return next();
    const startedAt = performance.now();
    const raw = (await readBody(ctx.req, BODY_LIMIT)) ?? null;
    const fault = world.faults.hit(ctx.path);
    if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    let errcode: number | null = null;
    if (fault?.drop) dropConnection(ctx);
    else if (fault?.httpStatus) ctx.status = fault.httpStatus;
    else errcode = await answer(world, byPath.get(ctx.path), ctx, raw, fault);
    if (fault?.dropAnswer) dropConnection(ctx);
    record(world, ctx, raw, errcode, startedAt);
  };
}

function dropConnection(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

async function answer(
  world: World,
  endpoint: Endpoint | undefined,
  ctx: Context,
  raw: Buffer | null,
  fault: FaultView | null,
): Promise<number | null> {
  try {
    if (fault?.errcode !== undefined) throw new WecomError(fault.errcode);
    if (!endpoint) return refuseUnknownPath(ctx);
    ensure(raw, 40206, 'request body too large');
    const result = await run(world, endpoint, ctx, raw);
    return result instanceof BytesAnswer
      ? sendBytes(ctx, result)
      : sendJson(ctx, { errcode: 0, errmsg: 'ok', ...result });
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    return sendJson(ctx, { errcode: error.errcode, errmsg: withHint(error, callerIp(ctx), world.clock.seconds()) });
  }
}

async function run(world: World, endpoint: Endpoint, ctx: Context, raw: Buffer): Promise<Answer> {
  ensure(ctx.method === endpoint.method, 40058, `invalid Request Parameter: use ${endpoint.method}`);
  const query = Object.fromEntries(new URLSearchParams(ctx.querystring));
  const call = { world, query, raw, ip: callerIp(ctx), contentType: ctx.get('content-type'), range: ctx.get('range') };
  if (endpoint.allow === 'public') {
    if (endpoint.path === '/cgi-bin/gettoken') checkIp(world, call.ip);
    return endpoint.run({ ...call, secret: 'agent' });
  }
  const secret = secretOf(world, query.access_token);
  checkIp(world, call.ip);
  ensure(endpoint.allow.includes(secret), 48002);
  if (!endpoint.isUnlimited) checkFrequency(world, ctx.path);
  return endpoint.run({ ...call, secret });
}

function checkIp(world: World, ip: string): void {
  const allowed = world.state.settings.ipAllowList;
  ensure(allowed === null || allowed.includes(ip), 60020, `not allow to access from your ip ${ip}`);
}

function checkFrequency(world: World, path: string): void {
  const { frequencyLimits, pathLimits } = world.state.settings;
  if (!frequencyLimits) return;
  const perMinute = pathLimits[path] ?? 10_000;
  ensure(world.frequency.take(`${path}/minute`, perMinute, MINUTE), 45009);
  ensure(world.frequency.take(`${path}/hour`, 150_000, HOUR), 45009);
}

function callerIp(ctx: Context): string {
  return ctx.ip.replace(/^::ffff:/, '');
}

function refuseUnknownPath(ctx: Context): null {
  ctx.status = 404;
  ctx.body = '';
  return null;
}

function sendJson(ctx: Context, body: Record<string, unknown>): number {
  ctx.status = 200;
  ctx.body = body;
  return typeof body.errcode === 'number' ? body.errcode : 0;
}

function sendBytes(ctx: Context, { bytes, contentType, filename }: BytesAnswer): null {
  ctx.status = 200;
  ctx.type = contentType;
  ctx.set('content-disposition', `attachment; filename="${encodeURIComponent(filename)}"`);
  const range = /^bytes=(\d+)-(\d*)$/.exec(ctx.get('range'));
  const from = Number(range?.[1] ?? 0);
  const to = range?.[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1;
  if (range) {
    ctx.status = 206;
    ctx.set('content-range', `bytes ${from}-${to}/${bytes.length}`);
  }
  ctx.body = bytes.subarray(from, to + 1);
  return null;
}

const READS = /\/(user|department|tag|agent)\/(get|list|simplelist|list_id)$/;

function record(world: World, ctx: Context, raw: Buffer | null, errcode: number | null, startedAt: number): void {
  const isText = /json|text|xml/.test(ctx.get('content-type'));
  world.journal.addRequest({
    time: new Date(world.clock.now()).toISOString(),
    method: ctx.method,
    path: ctx.path,
    errcode,
    httpStatus: ctx.respond === false ? 0 : ctx.status,
    durationMs: Math.round(performance.now() - startedAt),
    body: isText ? (raw?.toString('utf8', 0, 4000) ?? '') : '',
  });
  if (!READS.test(ctx.path)) world.storage.saveSoon();
}
