import { type Answer, requestJson } from './http.ts';

interface Arriving {
  answer: Promise<Answer>;
  /** Set once it is there. */
  arrived?: Answer;
}
const announced = new Map<string, Arriving>();

/**
 * Takes what the server announced with the page (see `servePages`) and the browser fetches beside this code, so that the first thing drawn
 * can be the page itself. Resolves when all of it came or failed; who waited for one gets its failure, who comes later asks again.
 */
export async function receiveArriving(): Promise<void> {
  const paths = document.querySelector<HTMLMetaElement>('meta[name=answers]')?.content.split(' ') ?? [];
  for (const path of paths) {
    const arriving: Arriving = { answer: requestJson(path, { method: 'GET' }) };
    announced.set(path, arriving);
    arriving.answer.then(
      (answer) => (arriving.arrived = answer),
      () => announced.delete(path),
    );
  }
  await Promise.allSettled([...announced.values()].map(({ answer }) => answer));
}

/** The answer to a path that came with the page or is about to, for one taker; rejects as the request does. */
export function takeArriving(path: string): Promise<Answer> | undefined {
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
