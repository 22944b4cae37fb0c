import { z } from 'zod';

const text = z.string().trim().min(1);
const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: text.default('0.0.0.0'),
  PUBLIC_URL: z.url().optional(),
  DATABASE_URL: z.url({ protocol: /^(mysql|mariadb)$/ }),
  DATA_DIR: text.default('.data'),
  SESSION_SECRET: z.string().min(32).optional(),
  BUSINESS_TIMEZONE: text.default('Asia/Shanghai'),
  ROLE: z.enum(['all', 'server', 'bot']).default('all'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  CHAT_PLATFORM: z.enum(['wecom', 'dingtalk']).default('wecom'),
  CLOCK_URL: z.url().optional(),
  WECOM_CORP_ID: text,
  WECOM_AGENT_ID: text,
  WECOM_AGENT_SECRET: text,
  WECOM_CALLBACK_TOKEN: text.optional(),
  WECOM_CALLBACK_AES_KEY: text.length(43).optional(),
  WECOM_CONTACTS_SECRET: text.optional(),
  WECOM_CONTACTS_CALLBACK_TOKEN: text.optional(),
  WECOM_CONTACTS_CALLBACK_AES_KEY: text.length(43).optional(),
  WECOM_CUSTOMER_SECRET: text.optional(),
  WECOM_AIBOT_ID: text.optional(),
  WECOM_AIBOT_SECRET: text.optional(),
  WECOM_API_URL: z.url().default('https://qyapi.weixin.qq.com'),
  WECOM_OAUTH_URL: z.url().default('https://open.weixin.qq.com/connect/oauth2/authorize'),
  WECOM_LOGIN_URL: z.url().default('https://login.work.weixin.qq.com/wwlogin/sso/login'),
  WECOM_AIBOT_URL: z.url().default('wss://openws.work.weixin.qq.com'),
  ADMIN_ACCOUNTS: z.string().default(''),
});
type Environment = z.infer<typeof environment>;

export type Config = ReturnType<typeof readConfig>;

/** The only reader of the environment. Refuses to start on anything missing or malformed, naming the variable. */
export const readConfig = (env: NodeJS.ProcessEnv) => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success)
    throw new Error(
      `Configuration: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
    );
  const value = parsed.data;
  const production = value.NODE_ENV === 'production';
  if (production && !value.SESSION_SECRET)
    throw new Error('Configuration: SESSION_SECRET is required in production (at least 32 characters)');
  const publicUrl = (value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/$/, '');
  return {
    production,
    port: value.PORT,
    host: value.HOST,
    publicUrl,
    publicOrigin: new URL(publicUrl).origin,
    databaseUrl: value.DATABASE_URL,
    dataDir: value.DATA_DIR,
    sessionSecret: value.SESSION_SECRET ?? null,
    zone: value.BUSINESS_TIMEZONE,
    role: value.ROLE,
    logLevel: value.LOG_LEVEL,
    platform: value.CHAT_PLATFORM,
    clockUrl: value.CLOCK_URL ?? null,
    /** Accounts that get the administrator role at the first sync. */
    adminAccounts: value.ADMIN_ACCOUNTS.split(',')
      .map((account) => account.trim())
      .filter(Boolean),
    wecom: wecomConfig(value, publicUrl),
  };
};

const wecomConfig = (value: Environment, publicUrl: string) => ({
  corpId: value.WECOM_CORP_ID,
  agentId: value.WECOM_AGENT_ID,
  agentSecret: value.WECOM_AGENT_SECRET,
  callbackToken: value.WECOM_CALLBACK_TOKEN ?? null,
  callbackAesKey: value.WECOM_CALLBACK_AES_KEY ?? null,
  contacts: value.WECOM_CONTACTS_SECRET
    ? {
        secret: value.WECOM_CONTACTS_SECRET,
        token: value.WECOM_CONTACTS_CALLBACK_TOKEN ?? null,
        aesKey: value.WECOM_CONTACTS_CALLBACK_AES_KEY ?? null,
      }
    : null,
  customerSecret: value.WECOM_CUSTOMER_SECRET ?? value.WECOM_AGENT_SECRET,
  aibot:
    value.WECOM_AIBOT_ID && value.WECOM_AIBOT_SECRET
      ? { id: value.WECOM_AIBOT_ID, secret: value.WECOM_AIBOT_SECRET }
      : null,
  apiUrl: value.WECOM_API_URL,
  oauthUrl: value.WECOM_OAUTH_URL,
  loginUrl: value.WECOM_LOGIN_URL,
  aibotUrl: value.WECOM_AIBOT_URL,
  publicUrl,
});
