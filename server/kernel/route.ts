import type { z } from 'zod';
import type { Endpoint, InputOf } from '../contract/endpoint.ts';
import type { Work } from './work.ts';

/** A file in a multipart request. */
export interface Upload {
  name: string;
  bytes: Buffer;
}

/** Bytes instead of JSON. */
export class Download {
  readonly bytes: Buffer;
  readonly type: string;
  readonly name: string | null;
  readonly maxAgeSeconds: number;

  constructor(bytes: Buffer, type: string, name: string | null = null, maxAgeSeconds = 0) {
    this.bytes = bytes;
    this.type = type;
    this.name = name;
    this.maxAgeSeconds = maxAgeSeconds;
  }
}

/** An endpoint with its handler, ready to be mounted. */
export interface Route {
  endpoint: Endpoint;
  /** Largest upload in bytes for multipart endpoints. */
  uploadLimit: number | null;
  handle(
    work: Work,
    input: { params: unknown; query: unknown; body: unknown; upload: Upload | null },
  ): Promise<unknown>;
}

/** Ties a handler to its endpoint. Writing endpoints run in one transaction; what the handler returns must fit the response schema. */
export const serve = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  handle: (work: Work, input: InputOf<Endpoint<P, Q, B, R>>) => Promise<z.input<R>>,
): Route => ({
  endpoint,
  uploadLimit: null,
  handle: (work, input) => handle(work, input as unknown as InputOf<Endpoint<P, Q, B, R>>),
});

/** The same for a multipart endpoint with one part named `file`. */
export const serveUpload = <R extends z.ZodType>(
  endpoint: Endpoint<z.ZodType, z.ZodType, z.ZodType, R>,
  uploadLimit: number,
  handle: (work: Work, upload: Upload | null) => Promise<z.input<R>>,
): Route => ({ endpoint, uploadLimit, handle: (work, input) => handle(work, input.upload) });

/** The same for an endpoint that answers bytes. */
export const serveDownload = <P extends z.ZodType, Q extends z.ZodType>(
  endpoint: Endpoint<P, Q>,
  handle: (work: Work, input: { params: z.output<P>; query: z.output<Q> }) => Promise<Download>,
): Route => ({
  endpoint,
  uploadLimit: null,
  handle: (work, input) => handle(work, input as { params: z.output<P>; query: z.output<Q> }),
});

/** A request outside /api (login redirects, platform callbacks, probes) in neutral words. */
export interface PageRequest {
  query: Record<string, string>;
  params: Record<string, string>;
  header(name: string): string;
  cookie(name: string): string | null;
  /** The raw body, at most 256 kB. */
  body: string;
  address: string;
}
export interface PageAnswer {
  status?: number;
  redirect?: string;
  type?: string;
  body?: string;
  headers?: Record<string, string>;
  /** Null clears the cookie. HttpOnly, SameSite=Lax, Secure behind TLS. */
  cookies?: Record<string, { value: string; maxAgeSeconds: number } | null>;
}

/** A public address outside the API. It declares why it may be public. */
export interface PageRoute {
  method: 'GET' | 'POST';
  path: string;
  permission: 'public';
  why: string;
  /** `address`: what anybody can ask for and costs us a row counts against the caller's address. */
  rate?: 'address';
  handle(request: PageRequest): Promise<PageAnswer>;
}
