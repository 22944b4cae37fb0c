import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StormCallback, StormResult, StormTask } from '../lib/callback-storm.ts';
import { announce, task } from '../lib/in-child.ts';

/** Sends every callback at its moment, whether the ones before are answered or not, as the platform does. */
const { url, file, countFromMs } = task<StormTask>();
const callbacks = JSON.parse(readFileSync(file, 'utf8')) as StormCallback[];
const agent = new Agent({ keepAlive: true, maxSockets: 100 });

const post = ({ path, body }: StormCallback): Promise<number> =>
  new Promise((resolve) => {
    const headers = { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(body) };
    const sent = request(url + path, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', () => resolve(0));
    sent.end(body);
  });

const took: number[] = [];
let refused = 0;
const begun = performance.now();
const sendOne = async (callback: StormCallback): Promise<void> => {
  const status = await post(callback);
  if (callback.at >= countFromMs) took.push(performance.now() - begun - callback.at);
  if (status !== 200) refused += 1;
};
const flying: Promise<void>[] = [];
for (const callback of callbacks) {
  const wait = callback.at - (performance.now() - begun);
  if (wait > 1) await sleep(wait);
  flying.push(sendOne(callback));
}
await Promise.all(flying);
took.sort((a, b) => a - b);
const at = (quantile: number): number => took[Math.min(took.length - 1, Math.floor(took.length * quantile))] ?? 0;
const said: StormResult = { p50: at(0.5), p99: at(0.99), max: at(1), refused };
announce(said, () => Promise.resolve());
