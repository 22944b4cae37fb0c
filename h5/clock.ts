/** The server's time, read from the `Date` header of its answers: phones are wrong by minutes, demonstrations by days. */
let ahead = 0;

/** Takes note of an answer's time. Differences below five seconds are the header's rounding and the network. */
export function noteServerTime(header: string | null): void {
  const server = header ? Date.parse(header) : NaN;
  if (Number.isNaN(server)) return;
  const difference = server - Date.now();
  ahead = Math.abs(difference) < 5_000 ? 0 : difference;
}

/** Now, as the server sees it. */
export const now = (): Date => new Date(Date.now() + ahead);
