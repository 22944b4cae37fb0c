import { z } from 'zod';
import zhCN from 'zod/v4/locales/zh-CN.js';

/** Messages no schema spells out are Chinese too; no compiled validators, because the page's CSP forbids `eval`. */
z.config({ ...zhCN(), jitless: true });
