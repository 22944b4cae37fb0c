import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

import { decrypt, encrypt, getSignature } from '@wecom/crypto';

import { demoCredentials } from '../../simulator/demo-credentials.ts';
import { cleanUp, type Rig } from './start-simulator.ts';

/** A callback receiver built on the official crypto package, so that it agrees with WeCom and not with the simulator. */
export interface FakeCrm {
  /** Decrypted XML in order of arrival, by path. */
  received: { path: string; xml: string }[];
  /** How to answer next: the status, `null` for silence, or a reply to seal. */
  answer: (path: string, xml: string) => { status?: number; reply?: string } | null;
  events(name: string): string[];
}

const keys: Record<string, { token: string; aesKey: string }> = {
  '/callbacks/wecom': { token: demoCredentials.callbackToken, aesKey: demoCredentials.callbackAesKey },
  '/callbacks/wecom/contacts': {
    token: demoCredentials.contactsCallbackToken,
    aesKey: demoCredentials.contactsCallbackAesKey,
  },
};

export async function startFakeCrm(rig: Rig): Promise<FakeCrm> {
  const crm: FakeCrm = {
    received: [],
    answer: () => ({}),
    events: (name) => crm.received.filter(({ xml }) => xml.includes(`[${name}]`)).map(({ xml }) => xml),
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://crm');
    const key = keys[url.pathname];
    if (!key) return void response.writeHead(404).end();
    const value = (name: string) => url.searchParams.get(name) ?? '';
    const open = (sealed: string) => {
      const signature = getSignature(key.token, value('timestamp'), value('nonce'), sealed);
      if (signature !== value('msg_signature')) throw new Error('bad signature');
      const { message, id } = decrypt(key.aesKey, sealed);
      if (id !== demoCredentials.corpId) throw new Error('foreign corp');
      return message;
    };
    if (request.method === 'GET') return void response.end(open(value('echostr').replaceAll(' ', '+')));
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const xml = open(/<Encrypt><!\[CDATA\[(.+?)\]\]><\/Encrypt>/.exec(body)?.[1] ?? '');
      crm.received.push({ path: url.pathname, xml });
      const answer = crm.answer(url.pathname, xml);
      if (answer) response.writeHead(answer.status ?? 200).end(answer.reply ? sealReply(key, answer.reply) : '');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanUp(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  rig.simulator.setAppUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return crm;
}

function sealReply({ token, aesKey }: { token: string; aesKey: string }, xml: string): string {
  const sealed = encrypt(aesKey, xml, demoCredentials.corpId);
  const signature = getSignature(token, '1700000002', 'abc', sealed);
  return `<xml><Encrypt><![CDATA[${sealed}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>1700000002</TimeStamp><Nonce><![CDATA[abc]]></Nonce></xml>`;
}
