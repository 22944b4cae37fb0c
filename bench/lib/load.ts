/** Requests a second that `connections` keep-alive callers get answered in `seconds`; a refused or failed answer ends the measurement. */
export const throughput = async (
  url: string,
  headers: Record<string, string>,
  connections: number,
  seconds: number,
): Promise<number> => {
  const until = performance.now() + seconds * 1000;
  let answered = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      const response = await fetch(url, { headers });
      if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
      answered += 1;
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, caller));
  return answered / ((performance.now() - started) / 1000);
};
