import { allows, verify } from './permission.ts';
import { isInPhone, phoneOrigin, tellPhone } from './phone.ts';
import { type BridgeResult, type Params, type ToPage } from './protocol.ts';

type Callback = (result: BridgeResult) => void;

let serial = 0;
const waiting = new Map<number, Callback>();

/** These show something of the client or tell something about the person: only for pages whose signature was verified. */
const guarded = ['selectEnterpriseContact', 'openUserProfile', 'geoLocation', 'scanQRCode', 'openEnterpriseChat'];

const local: Record<string, (params: Params) => Promise<BridgeResult> | BridgeResult> = {
  preVerifyJSAPI: (params) => verify('preVerifyJSAPI', params),
  agentConfig: (params) => verify('agentConfig', params),
  getContext: () => ({ err_msg: 'getContext:ok', entry: 'normal' }),
};

/** One call of the JS-SDK; what needs the phone's own screens is answered by the phone. */
export function invoke(name: string, params: Params = {}, callback: Callback = () => undefined): void {
  const own = local[name];
  if (own) return void Promise.resolve(own(params)).then(callback);
  if (guarded.includes(name) && !allows(name)) return callback({ err_msg: `${name}:fail_no permission` });
  if (!isInPhone) return callback({ err_msg: `${name}:fail_not in a phone` });
  waiting.set(++serial, callback);
  tellPhone({ wecom: 'invoke', id: serial, name, params: plain(params) });
}

window.addEventListener('message', ({ origin, data }: MessageEvent<ToPage>) => {
  if (origin !== phoneOrigin || data?.wecom !== 'result') return;
  waiting.get(data.id)?.(data.result);
  waiting.delete(data.id);
});

/** Without functions and the like, which cannot be sent. */
function plain(params: Params): Params {
  return JSON.parse(JSON.stringify(params)) as Params;
}
