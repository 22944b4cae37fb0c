import { type Middleware } from 'koa';
import { z } from 'zod';

import { OrgFileError } from '../org/org-file.ts';
import { readBody } from '../http/read-body.ts';
import { WecomError } from '../wecom/error.ts';
import { type World } from '../world.ts';
import { ControlError } from './control-error.ts';

const BODY_LIMIT = 64 * 1024 * 1024;

declare module 'koa' {
  interface Request {
    /** Parsed JSON of a control call; undefined without a body. */
    controlBody?: unknown;
  }
}

/** JSON in, JSON out, refusals as `ControlProblem`. */
export function controlEnvelope(world: World): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/simulator/api/')) return next();
    ctx.set('cache-control', 'no-store');
    try {
      ctx.request.controlBody = parse(await readBody(ctx.req, BODY_LIMIT));
      await next();
      if (ctx.method !== 'GET') world.storage.saveSoon();
      if (ctx.status === 404 && ctx.body === undefined) throw new ControlError(404, '没有这个接口');
    } catch (error) {
      const status = statusOf(error);
      if (status === null) throw error;
      ctx.status = status;
      ctx.body = { message: describe(error) };
    }
  };
}

/** The body in the asked shape, or 400. */
export function controlBody<Schema extends z.ZodType>(
  request: { controlBody?: unknown },
  schema: Schema,
): z.infer<Schema> {
  return schema.parse(request.controlBody ?? {});
}

function parse(raw: Buffer | null): unknown {
  if (raw === null) throw new ControlError(400, '内容过大');
  if (raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new ControlError(400, '不是 JSON');
  }
}

function statusOf(error: unknown): number | null {
  if (error instanceof ControlError) return error.status;
  if (error instanceof WecomError) return error.errcode === 60111 || error.errcode === 60003 ? 404 : 409;
  return error instanceof OrgFileError || error instanceof z.ZodError ? 400 : null;
}

function describe(error: unknown): string {
  if (error instanceof WecomError) return `${error.errcode} ${error.message}`;
  if (error instanceof z.ZodError) {
    return error.issues.map((each) => `${each.path.map(String).join('.') || '内容'}：${each.message}`).join('；');
  }
  return error instanceof Error ? error.message : String(error);
}
