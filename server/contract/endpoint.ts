import { z } from 'zod';
import type { Permission } from './permissions.ts';
import type { ProblemCode } from './problems.ts';

/** The schema of a part that an endpoint does not take. */
export const nothing = z.strictObject({});

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One endpoint, defined once as data: served by `serve`, called by H5 and tests through `call`, enumerated by the security tests.
 * `permission` says who may use the function at all; rows are decided by data scope, actions by the module's policy.
 */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** Path with `:name` parameters, always below /api. */
  path: `/api/${string}`;
  /** One line of what it does, for the API document. */
  summary: string;
  permission: Permission;
  params: P;
  query: Q;
  body: B;
  response: R;
  problems: readonly ProblemCode[];
}

type Definition<P, Q, B, R> = {
  method: Method;
  path: `/api/${string}`;
  summary: string;
  permission: Permission;
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  problems?: readonly ProblemCode[];
};

/** Declares an endpoint. Omitted params, query and body mean "none" and reject anything sent. */
export const endpoint = <
  R extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(
  definition: Definition<P, Q, B, R>,
): Endpoint<P, Q, B, R> =>
  ({ params: nothing, query: nothing, body: nothing, problems: [], ...definition }) as unknown as Endpoint<P, Q, B, R>;

/** What a handler receives and a client sends: the three parts, each only when the endpoint declares it. */
export type InputOf<E extends Endpoint> = {
  params: z.output<E['params']>;
  query: z.output<E['query']>;
  body: z.output<E['body']>;
};
export type CallInput<E extends Endpoint> = Partial<{
  params: z.input<E['params']>;
  query: z.input<E['query']>;
  body: z.input<E['body']>;
}>;
export type OutputOf<E extends Endpoint> = z.output<E['response']>;
