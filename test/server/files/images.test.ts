import { beforeEach, describe, expect, it } from 'vitest';
import { logFollowUp } from '../../../server/contract/activities.ts';
import { downloadFile, maxImageMegabytes, type StoredFile } from '../../../server/contract/files.ts';
import { sessionCookie } from '../../../server/kernel/http.ts';
import type { StandardCompany } from '../../support/company.ts';
import { publicUrl, useWorld } from '../../support/world.ts';
import { addCustomer } from '../customers/customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const upload = async (as: string | null, bytes: Uint8Array, name = '现场.png', part = 'file') => {
  const form = new FormData();
  form.append(part, new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
  const cookie: Record<string, string> = as ? { cookie: `${sessionCookie}=${await world.sessionOf(as)}` } : {};
  const response = await world.request('/api/images', {
    method: 'POST',
    headers: { origin: publicUrl, ...cookie },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as StoredFile & { code?: string } };
};
const download = async (as: string, id: string): Promise<Response> =>
  world.request(downloadFile.path.replace(':id', id), {
    headers: { cookie: `${sessionCookie}=${await world.sessionOf(as)}` },
  });

describe('uploading a picture', () => {
  it('keeps its bytes for the uploader', async () => {
    const { body } = await upload(company.alice, png);
    expect(body).toMatchObject({ name: '现场.png', type: 'image/png', size: png.length, url: `/api/files/${body.id}` });
    const answer = await download(company.alice, body.id);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('looks at the bytes, not at the name or the declared type', async () => {
    for (const bytes of [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<html></html>',
      'GIF89a............',
      'MZ......',
    ]) {
      const answer = await upload(company.alice, Buffer.from(bytes));
      expect(answer).toMatchObject({ status: 422, body: { code: 'file.type_not_allowed' } });
    }
  });

  it('forgets the folders in a name and gives it the right ending', async () => {
    expect((await upload(company.alice, png, '../../etc/passwd.exe')).body.name).toBe('passwd.png');
    expect((await upload(company.alice, png, 'C:\\照片\\门头"1".jpeg')).body.name).toMatch(/^门头.*\.png$/);
  });

  it('refuses an empty request, an empty file and one that is too large', async () => {
    expect((await upload(company.alice, new Uint8Array())).body.code).toBe('file.missing');
    expect((await upload(company.alice, png, 'a.png', 'other')).status).toBe(400);
    const large = Buffer.concat([png, Buffer.alloc(maxImageMegabytes * 1024 * 1024)]);
    expect(await upload(company.alice, large)).toMatchObject({ status: 413, body: { code: 'file.too_large' } });
  });

  it('needs a session', async () => {
    expect((await upload(null, png)).status).toBe(401);
  });
});

describe('a picture', () => {
  it('is hidden from everybody else until a record refers to it', async () => {
    const { body } = await upload(company.alice, png);
    expect((await download(company.eastLeader, body.id)).status).toBe(404);
    expect((await download(company.alice, '1')).status).toBe(404);
  });

  it('of a follow-up is seen by those who see the follow-up', async () => {
    const { alice, eastLeader, carol } = company;
    const { body } = await upload(alice, png);
    const customerId = await addCustomer(world, alice);
    const log = { body: { customerId, kind: 'visit' as const, content: '看了车间', photoIds: [body.id] } };
    expect((await world.call(alice, logFollowUp, log)).status).toBe(200);
    expect((await download(eastLeader, body.id)).status).toBe(200);
    expect((await download(carol, body.id)).status).toBe(404);
  });

  it('cannot be attached twice, nor by somebody else', async () => {
    const { alice, carol } = company;
    const { body } = await upload(alice, png);
    const log = async (as: string) => {
      const customerId = await addCustomer(world, as);
      const input = { body: { customerId, kind: 'visit' as const, content: '看了车间', photoIds: [body.id] } };
      return (await world.call(as, logFollowUp, input)).problem?.code ?? 'ok';
    };
    expect(await log(carol)).toBe('file.unknown');
    expect(await log(alice)).toBe('ok');
    expect(await log(alice)).toBe('file.unknown');
  });
});
