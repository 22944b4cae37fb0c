import '@vant/touch-emulator';

import { pretendToBeWeCom } from './client-identity.ts';
import { invoke } from './invoke.ts';
import { on, reportPage } from './page-events.ts';

declare global {
  interface Window {
    WeixinJSBridge?: { invoke: typeof invoke; on: typeof on };
  }
}

/** What WeCom puts into a page before the page's own scripts (reference 3.3). */
pretendToBeWeCom();
window.WeixinJSBridge = { invoke, on };
document.dispatchEvent(new Event('WeixinJSBridgeReady'));
reportPage();
