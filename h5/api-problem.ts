import { type FieldProblem, type ProblemParams, type ProblemResponse } from '../server/contract/problem.ts';
import { type ProblemCode } from '../server/contract/problems.ts';

/** What can go wrong before the server could answer. */
const localProblems = {
  'client.offline': '网络已断开,请检查网络后重试',
  'client.timeout': '网络太慢,请稍后重试',
  'client.unreadable': '服务器返回的内容无法识别,请刷新页面后重试',
} as const;
export type ApiProblemCode = ProblemCode | keyof typeof localProblems;

/** A refused or failed call. `detail` is a sentence for people; `traceId` is what support asks for. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: ApiProblemCode;
  readonly detail: string;
  readonly params: ProblemParams;
  readonly errors: FieldProblem[];
  readonly traceId: string | null;

  constructor(response: Omit<ProblemResponse, 'type' | 'title' | 'code'> & { code: ApiProblemCode }) {
    super(response.detail);
    this.name = 'ApiProblem';
    this.status = response.status;
    this.code = response.code;
    this.detail = response.detail;
    this.params = response.params ?? {};
    this.errors = response.errors ?? [];
    this.traceId = response.traceId ?? null;
  }

  /** Whether the server may have done the work although no answer came: the same key must be sent again. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 502 || this.code === 'request.duplicate_running';
  }
}

/** A problem that arose on this side of the network. */
export const localProblem = (code: keyof typeof localProblems, traceId?: string | null): ApiProblem =>
  new ApiProblem({ status: 0, code, detail: localProblems[code], ...(traceId ? { traceId } : {}) });

/** Reads a problem+json answer; anything else becomes a plain "system" problem with the request id of the headers. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const traceId = response.headers.get('x-request-id') ?? undefined;
  if (isProblem(body))
    return new ApiProblem({ ...body, code: body.code as ApiProblemCode, traceId: body.traceId ?? traceId });
  const down = response.status >= 502;
  return new ApiProblem({
    status: response.status,
    code: down ? 'system.unavailable' : 'system.unexpected',
    detail: down ? '系统暂时不可用,请稍后再试,您填写的内容不会丢失' : '系统出错了,请稍后再试',
    traceId,
  });
}

/** Any thrown thing as a problem, so that screens have one thing to show. */
export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem({ status: 500, code: 'system.unexpected', detail: '系统出错了,请稍后再试' });

const isProblem = (body: unknown): body is ProblemResponse =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'status' in body;
