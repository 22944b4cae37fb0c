import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** The server's half of the callback scheme (reference 4.4, doc 90968): AES-256-CBC, PKCS#7 to 32 bytes, IV inside the key. */
export interface Opened {
  message: string;
  receiveId: string;
  random: Buffer;
}

const BLOCK = 32;

export function seal(aesKey: string, message: string, receiveId: string, random: Buffer = randomBytes(16)): string {
  const key = decodeKey(aesKey);
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([random, length, text, Buffer.from(receiveId, 'utf8')]);
  const padding = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString(
    'base64',
  );
}

/** Throws when the text was not sealed with this key. */
export function open(aesKey: string, sealed: string): Opened {
  const key = decodeKey(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK) throw new Error('illegal padding');
  const plain = padded.subarray(0, padded.length - padding);
  const end = 20 + plain.readUInt32BE(16);
  if (end > plain.length) throw new Error('illegal message length');
  return {
    random: plain.subarray(0, 16),
    message: plain.toString('utf8', 20, end),
    receiveId: plain.toString('utf8', end),
  };
}

export function sign(token: string, timestamp: string, nonce: string, sealed: string): string {
  return sha1([token, timestamp, nonce, sealed].sort().join(''));
}

/** JS-SDK (reference 3.2, doc 90506); the url is taken without its fragment. */
export function signJsSdk(ticket: string, nonceStr: string, timestamp: string, url: string): string {
  const page = url.split('#')[0];
  return sha1(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`);
}

function sha1(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}

function decodeKey(aesKey: string): Buffer {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  if (key.length !== 32) throw new Error('illegal EncodingAESKey');
  return key;
}
