import 'vant/lib/index.css';
import './theme/tokens.css';
import './theme/page.css';
import { createApp } from 'vue';

import App from './App.vue';
import { followLive } from './live.ts';

followLive();
createApp(App).mount('#app');
