import { type BridgeResult, type Params } from './protocol.ts';

const granted = new Set<string>();

export const allows = (name: string): boolean => granted.has(name);

/** config and agentConfig: the client checks the signature over the address that is really shown (reference 3.2). */
export async function verify(name: 'preVerifyJSAPI' | 'agentConfig', params: Params): Promise<BridgeResult> {
  const isAgent = name === 'agentConfig';
  const body = {
    url: location.href.split('#')[0],
    nonceStr: String(params[isAgent ? 'nonceStr' : 'verifyNonceStr'] ?? ''),
    timestamp: String(params[isAgent ? 'timestamp' : 'verifyTimestamp'] ?? ''),
    signature: String(params[isAgent ? 'signature' : 'verifySignature'] ?? ''),
    kind: isAgent ? 'agent' : 'corp',
  };
  const response = await fetch('/__wecom/verify', { method: 'POST', body: JSON.stringify(body) });
  const { errcode, errmsg } = (await response.json()) as { errcode: number; errmsg: string };
  if (errcode !== 0) return { err_msg: `${name}:fail_${errmsg}`, err_code: errcode };
  const names = params[isAgent ? 'jsApiList' : 'verifyJsApiList'];
  if (Array.isArray(names)) names.forEach((each) => granted.add(String(each)));
  return { err_msg: `${name}:ok` };
}
