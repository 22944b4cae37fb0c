import fc from 'fast-check';

/** `npm run security` asks for the full form, `npm test` for the short one. */
export const isFullForm = process.env['SECURITY_FORM'] === 'full';

/** How often something is tried: SECURITY_RUNS, or what each form takes. */
export const runs = (short: number, full: number): number =>
  Number(process.env['SECURITY_RUNS'] ?? (isFullForm ? full : short));

/** The short form always tries the same; the full form something new each time, said in the finding, so that SECURITY_SEED repeats it. */
export const seed = Number(
  process.env['SECURITY_SEED'] ?? (isFullForm ? Math.floor(Math.random() * 2 ** 31) : 20261126),
);

let drawn = 0;

/** Some values; other ones at each call, the same ones in each run of a seed. */
export const draw = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] => {
  drawn += 1;
  return fc.sample(arbitrary, { numRuns: count, seed: seed + drawn });
};

/** One line about something that should not have been. */
export const finding = (what: string, sent?: unknown): string =>
  `${what}${sent === undefined ? '' : ` ← ${(typeof sent === 'string' ? sent : JSON.stringify(sent)).slice(0, 300)}`} (SECURITY_SEED=${seed})`;
