import { createHash, randomBytes } from 'node:crypto';

/** Letters and digits only, as platforms demand of an OAuth state. */
export const randomToken = (): string => randomBytes(32).toString('hex');

/** Tokens are stored hashed: a copy of the table opens nothing. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
