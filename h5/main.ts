import 'vant/es/style/base.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/rows.css';
import './theme/vant.css';
import './schema-words.ts';
import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.ts';
import { startSession } from './session.ts';
import { followSystemTheme } from './theme/dark.ts';

followSystemTheme();
void startSession();
createApp(App).use(router).mount('#app');
