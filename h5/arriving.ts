import { type Answer, requestJson } from './http.ts';

interface Arriving {
  /** Undefined when it failed. */
  answer: Promise<Answer | undefined>;
  /** Set once it is there. */
  arrived?: Answer;
}
const announced = new Map<string, Arriving>();

/**
 * Takes what the server announced with the page (see `servePages`) and the browser fetches beside this code, so that the first thing drawn
 * can be the page itself. Resolves when all of it came or failed; what failed is asked again by whoever needs it.
 */
export async function receiveArriving(): Promise<void> {
  const paths = document.querySelector<HTMLMetaElement>('meta[name=answers]')?.content.split(' ') ?? [];
  for (const path of paths) {
    const arriving: Arriving = { answer: requestJson(path, { method: 'GET' }).catch(() => undefined) };
    announced.set(path, arriving);
    void arriving.answer.then((answer) => (arriving.arrived = answer));
  }
  await Promise.all([...announced.values()].map(({ answer }) => answer));
}

/** The answer to a path that came with the page or is about to, for one taker. */
export function takeArriving(path: string): Promise<Answer | undefined> | undefined {
  const answer = announced.get(path)?.answer;
  announced.delete(path);
  return answer;
}

/** The same if it is there already; one under way is left to `takeArriving`. */
export function takeArrived(path: string): Answer | undefined {
  const answer = announced.get(path)?.arrived;
  if (answer) announced.delete(path);
  return answer;
}

/** From now on everything is asked anew: what was answered grows old. */
export const forgetArriving = (): void => announced.clear();
