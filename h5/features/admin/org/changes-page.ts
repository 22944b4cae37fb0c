import { type Endpoint } from '../../../../server/contract/endpoint.ts';
import { getSync } from '../../../../server/contract/org.ts';

/** The sync's diff as a list of its own: the same endpoint, of whose answer only the page of changes is read. */
export const changesPage = {
  ...getSync,
  response: getSync.response.transform(({ changes }) => changes),
} satisfies Endpoint;
