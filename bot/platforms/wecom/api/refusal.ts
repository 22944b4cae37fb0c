import { ChatError, type ChatErrorCode } from '../../../../server/ports/chat.ts';

const codesByMeaning: Partial<Record<ChatErrorCode, number[]>> = {
  busy: [-1, 6000, 40014, 41001, 42001, 45033],
  rate_limited: [45009],
  misconfigured: [
    40001, 40013, 40056, 40091, 41002, 41004, 43012, 48001, 48002, 48004, 48006, 48009, 50001, 50003, 60011, 60020,
    60031, 84074, 93001, 93004, 301002, 301055,
  ],
  recipient_invalid: [40003, 40031, 40050, 46004, 60021, 60111, 81013, 82001, 86003, 93000, 93006, 93008, 301021],
  card_expired: [60140, 846605],
};

const meaningOf = new Map<number, ChatErrorCode>(
  Object.entries(codesByMeaning).flatMap(([code, numbers]) => numbers.map((n) => [n, code as ChatErrorCode] as const)),
);

/** Turns a platform's errcode into the one error of the port (doc 90313); unknown codes are plain rejections. */
export function refusal(errcode: number, errmsg: string, retryAfterMs: number | null = null): ChatError {
  return new ChatError(meaningOf.get(errcode) ?? 'rejected', String(errcode), errmsg, retryAfterMs);
}

/** An answer that is not what the documents promise. */
export function malformed(what: string): ChatError {
  return new ChatError('rejected', 'malformed', what);
}

/** The fallback where the platform refused with one of these codes; every other failure goes on. */
export async function unlessRefused<T, const F>(
  call: Promise<T>,
  codes: readonly number[],
  fallback: F,
): Promise<T | F> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ChatError && codes.includes(Number(error.platformCode))) return fallback;
    throw error;
  }
}
