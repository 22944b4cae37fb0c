/**
 * A foreseen reason why a command cannot go on. It is shown as one Chinese sentence with the English one behind it, without
 * a stack, and the command ends with exit code 1.
 */
export class Failure extends Error {
  /**
   * @param {string} zh what happened and what to do, Chinese
   * @param {string} en the same in English
   * @param {string} [detail] what another program printed about it
   */
  constructor(zh, en, detail) {
    super([zh, `(${en})`, ...(detail ? [detail] : [])].join('\n'));
    this.name = 'Failure';
  }
}

/**
 * What to print for an error that reached the top: the sentence of a Failure, the whole stack of anything else.
 * @param {unknown} error
 */
export function explain(error) {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
