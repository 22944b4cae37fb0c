import type { Logger } from '../../kernel/log.ts';
import { createPatience } from '../../kernel/patience.ts';
import { Problem } from '../../kernel/problem.ts';
import { ChatError } from '../../ports/chat.ts';

/** Less than an asker of ours is kept waiting in all. */
const patienceMs = 6000;

/** Asks the chat platform something while somebody waits for it; null, noted in the log, when it refuses or takes longer than people do. */
export const askPlatform = async <T>(log: Logger, ask: () => Promise<T>): Promise<T | null> => {
  try {
    return await createPatience(patienceMs).during(ask);
  } catch (error) {
    if (!(error instanceof ChatError || error instanceof Problem)) throw error;
    log.warn({ error: error.message }, 'the platform gave no answer to somebody who waits');
    return null;
  }
};
