import 'vant/es/style/base.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/rows.css';
import './theme/vant.css';
import './schema-words.ts';
import { createApp, nextTick } from 'vue';
import App from './App.vue';
import { forgetArriving, receiveArriving } from './arriving.ts';
import { router } from './router.ts';
import { startSession } from './session.ts';
import { followSystemTheme } from './theme/dark.ts';

/** What is there by then is drawn at once; who waits longer sees the skeleton. */
const patienceMs = 100;

async function start(): Promise<void> {
  followSystemTheme();
  const app = createApp(App).use(router);
  const ready = Promise.allSettled([receiveArriving(), startSession(), router.isReady()]);
  await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  app.mount('#app');
  await ready;
  await nextTick();
  forgetArriving();
}

void start();
