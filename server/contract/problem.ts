/** One registered problem: HTTP status and the Chinese sentence people read; `{name}` in it is filled from the problem's params. */
export type ProblemDefinition = readonly [status: number, sentence: string];

/** Registers a contract file's problem codes. Keys are the stable codes clients branch on. */
export const defineProblems = <const T extends Record<string, ProblemDefinition>>(problems: T): T => problems;

export type ProblemParams = Record<string, string | number>;

/** A refusal tied to one input field; `path` is the dotted path in the request body. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** What every refusal looks like on the wire (RFC 9457). `params` repeats the facts inside `detail` for clients that need them. */
export interface ProblemResponse {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  params?: ProblemParams;
  errors?: FieldProblem[];
  traceId?: string;
}

/** Fills `{name}` placeholders of a sentence from params; unknown names stay visible. */
export const fillSentence = (sentence: string, params: ProblemParams = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
