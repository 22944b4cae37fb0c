import * as contract from '../../contract/reports.ts';
import { Download, serve, serveDownload, type Route } from '../../kernel/route.ts';
import { bindGroup, type ReadWebhook } from './commands/bind-group.ts';
import { testGroup, unbindGroup, updateGroup } from './commands/update-group.ts';
import { getReadableDigest } from './digest-access.ts';
import { listDigestRows } from './digest-rows.ts';
import { getDigest, listDigests } from './digests.ts';
import { listGroups } from './groups.ts';
import { pictureOf } from './picture/picture-store.ts';

const day = 86_400;

export const reportRoutes = (readWebhook: ReadWebhook, dataDir: string): Route[] => [
  serve(contract.listGroups, (work) => listGroups(work)),
  serve(contract.bindGroup, async (work, { body }) => ({ id: await bindGroup(work, body, readWebhook) })),
  serve(contract.updateGroup, async (work, { params, body }) => ({
    version: await updateGroup(work, params.id, body),
  })),
  serve(contract.unbindGroup, async (work, { params }) => {
    await unbindGroup(work, params.id);
    return {};
  }),
  serve(contract.testGroup, async (work, { params }) => {
    await testGroup(work, params.id);
    return {};
  }),
  serve(contract.listDigests, (work, { query }) => listDigests(work, query)),
  serve(contract.getDigest, (work, { params }) => getDigest(work, params.id)),
  serve(contract.getDigestRows, (work, { params, query }) => listDigestRows(work, params.id, query)),
  serveDownload(contract.getDigestPicture, async (work, { params }) => {
    const digest = await getReadableDigest(work, params.id);
    return new Download(await pictureOf(digest, dataDir), 'image/png', `${digest.day}.png`, day);
  }),
];
