import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { pictureSize } from '../../server/modules/files/picture-size.ts';
import { publicUrl, useWorld } from '../support/world.ts';

const world = useWorld();
let session: string;
beforeEach(async () => {
  session = await world.sessionOf((await world.company.standard()).alice);
});

const upload = async (bytes: Buffer, name = 'a.png') => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
  const headers = { origin: publicUrl, cookie: `crm_session=${session}` };
  const response = await world.request('/api/images', { method: 'POST', headers, body: form });
  return { status: response.status, body: (await response.json()) as { id?: string; name?: string; code?: string } };
};

/** A PNG that says it is so large; what follows its header does not matter to us. */
const png = (width: number, height: number, rest = ''): Buffer => {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const start = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const end = Buffer.from('08060000001f15c4890000000049454e44ae426082', 'hex');
  return Buffer.concat([start, size, end, Buffer.from(rest)]);
};

describe('an upload', () => {
  it.each([
    ['a picture of a gigapixel', png(100_000, 100_000), 'file.too_many_pixels'],
    ['a picture just above the limit', png(50_001, 1000), 'file.too_many_pixels'],
    ['a picture without pixels', png(0, 10), 'file.type_not_allowed'],
    ['a picture cut off in its header', png(10, 10).subarray(0, 18), 'file.type_not_allowed'],
    [
      'a drawing that may hold scripts',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>'),
      'file.type_not_allowed',
    ],
    ['a page', Buffer.from('<!doctype html><script>a()</script>'), 'file.type_not_allowed'],
    ['an archive', gzipSync(Buffer.alloc(1_000_000)), 'file.type_not_allowed'],
    ['a page that begins like a GIF', Buffer.from('GIF89a/*<script>a()</script>*/'), 'file.type_not_allowed'],
  ])('that is %s is refused', async (_, bytes, code) => {
    expect((await upload(bytes)).body.code).toBe(code);
  });

  it('that is a picture and a page at once only ever comes back as a picture that may do nothing', async () => {
    const { body } = await upload(png(10, 10, '<script>alert(1)</script>'), 'x.html');
    const response = await world.request(`/api/files/${body.id}`, { headers: { cookie: `crm_session=${session}` } });
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(body.name).toBe('x.png');
  });

  it.each(['../../../etc/passwd', '..\\..\\boot.ini', 'a\r\nx-evil: 1.png', '.htaccess', '\u202egnp.exe'])(
    'named %j keeps no path and breaks out of no header',
    async (name) => {
      const { body } = await upload(png(10, 10), name);
      expect(body.name).toMatch(/^[^/\\\p{Cc}\p{Cf}]+\.png$/u);
      const response = await world.request(`/api/files/${body.id}`, { headers: { cookie: `crm_session=${session}` } });
      expect(response.headers.get('x-evil')).toBeNull();
    },
  );
});

describe('the size of a picture', () => {
  const jpeg = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffdb000400ffc00011080c0010000301220002110103110',
    'latin1',
  );

  it.each([
    ['image/jpeg', 'ffd8ffe00004abcdffc4000401ffffc0000b080bb80fa0', { width: 4000, height: 3000 }],
    ['image/webp', '52494646000000005745425056503820000000000000009d012a400bf008', { width: 2880, height: 2288 }],
    ['image/webp', '5249464600000000574542505650384c000000002f3f0b3c02', { width: 2880, height: 2289 }],
    ['image/webp', '524946460000000057454250565038580a00000000000000ff3f00ff1f00', { width: 16_384, height: 8192 }],
  ])('of %s is read from its header', (type, hex, size) => {
    expect(pictureSize(Buffer.from(hex, 'hex'), type)).toEqual(size);
  });

  it('of bytes that only begin like one is unknown, and asking ends', () => {
    expect(pictureSize(Buffer.alloc(1_000_000, 0xff), 'image/jpeg')).toBeNull();
    expect(pictureSize(jpeg, 'image/jpeg')).toBeNull();
    expect(pictureSize(Buffer.from('RIFF....WEBPxxxx'), 'image/webp')).toBeNull();
  });
});
