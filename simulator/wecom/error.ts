/** A refusal of the platform: HTTP 200 with this errcode (reference 13, doc 90313). */
export class WecomError extends Error {
  readonly errcode: number;

  constructor(errcode: number, detail?: string) {
    super(detail ?? texts[errcode] ?? 'error');
    this.errcode = errcode;
  }
}

export function ensure(condition: unknown, errcode: number, detail?: string): asserts condition {
  if (!condition) throw new WecomError(errcode, detail);
}

/** The trace which the real platform appends to every failure. */
export function withHint(error: WecomError, ip: string, seconds: number): string {
  const trace = `${seconds}_${(seconds * 7 + error.errcode) % 97}_${((seconds * 2654435761) >>> 0).toString(16)}`;
  const help = `https://open.work.weixin.qq.com/devtool/query?e=${error.errcode}`;
  return `${error.message}, hint: [${trace}], from ip: ${ip}, more info at ${help}`;
}

const texts: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential',
  40003: 'invalid userid',
  40004: 'invalid media type',
  40005: 'invalid type',
  40006: 'invalid file size',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40009: 'invalid image size',
  40011: 'invalid video size',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40031: 'invalid userid list',
  40032: 'userid list too long',
  40035: 'invalid parameter',
  40056: 'invalid agentid',
  40058: 'invalid Request Parameter',
  40063: 'some parameters are empty',
  40093: 'invalid signature',
  40096: 'invalid external_userid',
  40123: 'invalid image format',
  41001: 'access_token missing',
  41002: 'corpid missing',
  41004: 'secret missing',
  42001: 'access_token expired',
  42012: 'jsapi_ticket unusable',
  42014: 'invalid task_id',
  44001: 'empty media data',
  44004: 'empty content',
  45001: 'media file is too large',
  45002: 'content size out of limit',
  45008: 'article size out of limit',
  45009: 'api freq out of limit',
  45029: 'response too large',
  46003: 'menu no exist',
  48002: 'api forbidden for this app',
  48009: 'not allow to call this api with contacts secret',
  50001: 'redirect_url not registered',
  50003: 'agent is disabled',
  50100: 'invalid cursor',
  60003: 'department not found',
  60011: 'no privilege to access/modify contact/party/agent',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  60140: 'invalid response_code',
  81013: 'user & party & tag all invalid',
  82001: 'touser & toparty & totag all empty',
  84061: 'not external contact',
  86003: 'chat not found',
  86008: 'chat is not created by this agent',
  91040: 'invalid ticket type',
  93000: 'invalid webhook url, or the robot has been removed',
  301002: 'not allow operate another agent with this accesstoken',
  301019: 'media md5 not match',
  846605: 'invalid req_id',
};
