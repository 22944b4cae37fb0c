import { type CallbackRefusal } from '../../../server/ports/callbacks.ts';
import { type SharedSecretCache } from '../../../server/ports/platform.ts';

/** One company's app and what belongs to it. Addresses default to the official hosts. */
export interface WecomConfig {
  corpId: string;
  agentId: number;
  agentSecret: string;
  /** Both null: the app's callback is not configured and refuses everything. */
  callbackToken: string | null;
  callbackAesKey: string | null;
  /** The contacts-sync helper; its callback (token, aesKey) is optional. */
  contacts: { secret: string; token: string | null; aesKey: string | null } | null;
  /** Null: the app itself may call the customer-contact APIs. */
  customerSecret: string | null;
  aibot: { id: string; secret: string } | null;
  apiUrl?: string;
  /** Host or full authorize address of the silent login. */
  oauthUrl?: string;
  /** Host or full address of the QR login page. */
  loginUrl?: string;
  aibotUrl?: string;
  /** The product's own address, without a slash at the end; cards link below it. */
  publicUrl: string;
}

export interface PlatformLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ApiCallRecord {
  /** Path of the API, never with its query. */
  path: string;
  /** The platform's errcode as text, or `timeout`, `network`, `http_502`, `malformed`. */
  code: string;
  durationMs: number;
}

export interface WecomDeps {
  clock: { now(): Date };
  secrets: SharedSecretCache;
  log: PlatformLog;
  /** Told of every refused callback. */
  onRefused?: (reason: CallbackRefusal) => void;
  /** Told of every call to the platform, for the metrics. */
  onCall?: (record: ApiCallRecord) => void;
  http?: typeof fetch;
}

export const officialUrls = {
  api: 'https://qyapi.weixin.qq.com',
  oauth: 'https://open.weixin.qq.com/connect/oauth2/authorize',
  login: 'https://login.work.weixin.qq.com/wwlogin/sso/login',
  aibot: 'wss://openws.work.weixin.qq.com',
} as const;
