import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { createSimulator, type SimulatorOptions } from './simulator.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const refuse = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

try {
  const simulator = await createSimulator(optionsFromEnvironment());
  say(`企业微信模拟器已就绪：http://wecom.localhost:${simulator.port}`);
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      void simulator.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  refuse(explain(error));
}

function optionsFromEnvironment(): SimulatorOptions {
  const { SIMULATOR_PORT = '8090', SIMULATOR_HOST, SIMULATOR_DATA, SIMULATOR_ORG, APP_URL } = process.env;
  if (!/^\d{1,5}$/.test(SIMULATOR_PORT)) refuse(`SIMULATOR_PORT 不是端口号：${SIMULATOR_PORT}`);
  if (APP_URL && !URL.canParse(APP_URL)) refuse(`APP_URL 不是网址：${APP_URL}`);
  return {
    port: Number(SIMULATOR_PORT),
    webFolder: fileURLToPath(new URL('./simulator-web', import.meta.url)),
    ...(SIMULATOR_HOST ? { host: SIMULATOR_HOST } : {}),
    ...(SIMULATOR_DATA ? { dataFolder: SIMULATOR_DATA } : {}),
    ...(SIMULATOR_ORG ? { org: JSON.parse(readFileSync(SIMULATOR_ORG, 'utf8')) as unknown } : {}),
    ...(APP_URL ? { appUrl: APP_URL } : {}),
  };
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return '端口已被占用，请用 SIMULATOR_PORT 换一个';
  if ('code' in error && error.code === 'ENOENT') return `找不到公司文件：${process.env.SIMULATOR_ORG}`;
  return error instanceof SyntaxError ? `公司文件不是 JSON：${error.message}` : error.message;
}
