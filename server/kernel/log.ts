import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Structured JSON logs. Secrets and personal data never go in; these paths are a second line of defence. */
export const createLog = (name: string, level: string): Logger =>
  pino({
    name,
    level,
    redact: {
      paths: ['*.secret', '*.password', '*.access_token', '*.cookie', '*.authorization', '*.mobile', 'headers'],
      remove: true,
    },
  });
