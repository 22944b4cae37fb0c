/** What the page in a phone's webview and the phone around it tell each other by postMessage. */
export type FromPage =
  | { wecom: 'invoke'; id: number; name: string; params: Params }
  | { wecom: 'page'; title: string; href: string; canGoBack: boolean }
  | { wecom: 'dial'; number: string }
  | { wecom: 'close' };

export type ToPage = { wecom: 'result'; id: number; result: BridgeResult } | { wecom: 'back' } | { wecom: 'reload' };

export type Params = Record<string, unknown>;

/** As the client answers: `<api>:ok`, `<api>:cancel`, `<api>:fail …`, besides the fields of the call. */
export interface BridgeResult {
  err_msg: string;
  [field: string]: unknown;
}
