/** What a small status word or mark says by its colour; `plain` for everything that is no status. */
export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';
