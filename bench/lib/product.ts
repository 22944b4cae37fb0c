import { sessionCookie } from '../../server/kernel/http.ts';
import { startChild, type Child } from './child.ts';

export interface ProductTask {
  databaseUrl: string;
  /** Who gets a session. */
  people: readonly string[];
}

export interface ServedProduct {
  url: string;
  /** Session token by person. */
  tokens: Record<string, string>;
}

/** The product's HTTP side on a database, in a process of its own, with sessions for these people. */
export const startProduct = (databaseUrl: string, people: readonly string[]): Promise<Child<ServedProduct>> =>
  startChild<ServedProduct>('product', { databaseUrl, people } satisfies ProductTask);

/** Headers of somebody's request, as their browser would send them. */
export const headersOf = (product: ServedProduct, person: string): Record<string, string> => ({
  cookie: `${sessionCookie}=${product.tokens[person] ?? ''}`,
  'sec-fetch-site': 'same-origin',
});
