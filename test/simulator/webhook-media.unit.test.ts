import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { demoCredentials } from '../../simulator/demo-credentials.ts';
import { type GroupView } from '../../simulator/control/types.ts';
import { textNotice } from './cards.ts';
import { inbox, json, type Json, type Rig, startSimulator } from './start-simulator.ts';

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(64, 1)]);
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
const image = (bytes: Buffer, digest = md5(bytes)) => ({
  msgtype: 'image',
  image: { base64: bytes.toString('base64'), md5: digest },
});

async function openWebhook(rig: Rig) {
  const [group] = await rig.control<GroupView[]>('GET', 'groups');
  const url = group?.webhookUrl ?? '';
  return {
    url,
    chatid: group?.chatid ?? '',
    send: (body: Json) => json(url, { method: 'POST', body: JSON.stringify(body) }),
    seen: () => inbox(rig, 'amy', `group:${group?.chatid}`),
  };
}

function form(filename: string, bytes: Buffer) {
  const body = new FormData();
  body.append('media', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), filename);
  return { method: 'POST', body };
}

describe('a webhook robot', () => {
  it('speaks in its group with mentions by userid, by mobile and inline', async () => {
    const rig = await startSimulator();
    const { send, seen } = await openWebhook(rig);
    const text = { content: '请看 <@ben>', mentioned_list: ['@all'], mentioned_mobile_list: ['13900000003'] };
    expect(await send({ msgtype: 'text', text })).toMatchObject({ errcode: 0 });
    expect(await seen()).toMatchObject([
      {
        sender: { kind: 'webhook' },
        content: { mentions: [{ userid: 'ben' }, { userid: 'amy' }], mentionsEveryone: true },
      },
    ]);
  });

  it('shows a picture whose md5 fits', async () => {
    const rig = await startSimulator();
    const { send, seen } = await openWebhook(rig);
    expect(await send(image(png))).toMatchObject({ errcode: 0 });
    const content = (await seen())[0]?.content;
    const url = content?.kind === 'image' ? content.url : '';
    const shown = await fetch(rig.simulator.url + url);
    expect(Buffer.from(await shown.arrayBuffer()).equals(png)).toBe(true);
    expect(shown.headers.get('content-type')).toBe('image/png');
  });

  it.each<[string, Json, number]>([
    ['a wrong md5', image(png, 'f'.repeat(32)), 301019],
    ['a picture over 2 MB', image(Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)])), 93018],
    ['no picture at all', image(Buffer.from('hello world')), 40123],
    ['markdown over 4096 bytes', { msgtype: 'markdown', markdown: { content: '长'.repeat(1366) } }, 45002],
    ['empty text', { msgtype: 'text', text: { content: '' } }, 44004],
    ['an unknown type', { msgtype: 'poem' }, 40008],
    ['a card with a task', { msgtype: 'template_card', template_card: { ...textNotice(), task_id: 't' } }, 40058],
  ])('is refused with %s', async (_, body, errcode) => {
    const rig = await startSimulator();
    const { send, seen } = await openWebhook(rig);
    expect(await send(body)).toMatchObject({ errcode });
    expect(await seen()).toEqual([]);
  });

  it('may send twenty a minute', async () => {
    const rig = await startSimulator();
    const { send } = await openWebhook(rig);
    const codes = [];
    for (let i = 0; i < 21; i++)
      codes.push((await send({ msgtype: 'markdown_v2', markdown_v2: { content: `# ${i}` } })).errcode);
    expect(codes).toEqual([...Array<number>(20).fill(0), 45009]);
    await rig.advance(60);
    expect(await send({ msgtype: 'text', text: { content: '又' } })).toMatchObject({ errcode: 0 });
  });

  it('uploads files for itself only', async () => {
    const rig = await startSimulator();
    const { url, send, seen } = await openWebhook(rig);
    const uploadUrl = `${url.replace('/send?', '/upload_media?')}&type=file`;
    const { media_id } = await json(uploadUrl, form('日报.xlsx', Buffer.from('content of the file')));
    expect(await send({ msgtype: 'file', file: { media_id } })).toMatchObject({ errcode: 0 });
    expect(await seen()).toMatchObject([{ content: { kind: 'file', name: '日报.xlsx', size: 19 } }]);
    expect(await rig.send({ touser: 'amy', msgtype: 'file', file: { media_id } })).toMatchObject({ errcode: 40007 });
  });

  it('is gone when it was removed', async () => {
    const rig = await startSimulator();
    const { send, chatid } = await openWebhook(rig);
    await rig.control('PATCH', `groups/${chatid}`, { webhook: false });
    expect(await send({ msgtype: 'text', text: { content: 'x' } })).toMatchObject({ errcode: 93000 });
  });
});

describe('media of the app', () => {
  const tokenOf = async (rig: Rig) => {
    const { corpId, agentSecret } = demoCredentials;
    const answer = await json(`${rig.simulator.url}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${agentSecret}`);
    return String(answer.access_token);
  };
  const upload = async (rig: Rig, type: string, filename: string, bytes: Buffer) =>
    json(
      `${rig.simulator.url}/cgi-bin/media/upload?access_token=${await tokenOf(rig)}&type=${type}`,
      form(filename, bytes),
    );

  it('live three days and come back byte for byte, also in part', async () => {
    const rig = await startSimulator();
    const { media_id, created_at } = await upload(rig, 'image', '图.png', png);
    expect(created_at).toMatch(/^\d{10}$/);
    const get = async (headers: Record<string, string> = {}) =>
      fetch(`${rig.simulator.url}/cgi-bin/media/get?access_token=${await tokenOf(rig)}&media_id=${String(media_id)}`, {
        headers,
      });
    expect(Buffer.from(await (await get()).arrayBuffer()).equals(png)).toBe(true);
    const part = await get({ range: 'bytes=0-3' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 0-3/${png.length}`]);
    await rig.advance(3 * 86_400 + 1);
    const late = await get();
    expect([late.status, await late.json()]).toMatchObject([200, { errcode: 40007 }]);
  });

  it.each<[string, string, Buffer, number]>([
    ['poem', 'a.txt', png, 40004],
    ['image', 'a.gif', Buffer.from('GIF89a......'), 40123],
    ['voice', 'a.mp3', Buffer.from('ID3.........'), 301016],
    ['file', 'a.txt', Buffer.from('tiny'), 40006],
  ])('of type %s named %s are refused when they are not that', async (type, filename, bytes, errcode) => {
    const rig = await startSimulator();
    expect(await upload(rig, type, filename, bytes)).toMatchObject({ errcode });
  });
});
