import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { startBot } from '../bot/main.ts';
import { createApp } from './app.ts';
import { composeProduct, type Product } from './compose.ts';
import { readConfig, type Config } from './config.ts';
import { openFoundations } from './foundations.ts';
import { inTransaction } from './kernel/transaction.ts';
import { systemWork } from './kernel/work.ts';
import { ensureDefaultRoles } from './modules/org/index.ts';

/** Beside the built program, from wherever it is started. */
const h5Dir = fileURLToPath(new URL('./h5', import.meta.url));

/** One process of the product: server, bot, or both, by ROLE. */
const main = async (): Promise<void> => {
  const config = readConfig(process.env);
  let nudge = (): void => undefined;
  const { foundations, close } = await openFoundations(config, { name: config.role, onNudge: () => nudge() });
  const product = composeProduct(foundations);
  await inTransaction(systemWork(product.kernel), ensureDefaultRoles);
  const stops: (() => Promise<void>)[] = [];
  if (config.role !== 'bot') stops.push(await listen(product, config));
  if (config.role !== 'server') {
    const bot = startBot(product, foundations.platform, foundations);
    nudge = bot.nudge;
    stops.push(bot.stop);
  }
  foundations.log.info({ role: config.role, port: config.port, publicUrl: config.publicUrl }, 'ready');
  stopOnSignal(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await close();
  });
};

/** Serves people and callbacks until stopped; open requests get five seconds. */
const listen = async (product: Product, config: Config): Promise<() => Promise<void>> => {
  const app = createApp({ ...product.http, h5Dir, secure: config.publicUrl.startsWith('https:') });
  const server = createServer({ requestTimeout: 30_000 });
  const answer = app.callback();
  server.on('request', (request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5000).unref();
    });
};

const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', once);
  process.on('SIGINT', once);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
