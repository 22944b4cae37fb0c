import { type CallbackEntry, type RequestEntry } from '../../control/types.ts';

export interface LogLine {
  id: number;
  time: string;
  name: string;
  outcome: string;
  isFailed: boolean;
  detail: string;
}

export function fromRequest({ id, time, method, path, errcode, httpStatus, durationMs, body }: RequestEntry): LogLine {
  const isFailed = Boolean(errcode) || httpStatus === 0 || httpStatus >= 400;
  const result = httpStatus === 0 ? '断开' : errcode === null ? `HTTP ${httpStatus}` : String(errcode);
  return {
    id,
    time,
    name: `${method} ${path}`,
    outcome: `${result} · ${durationMs} ms`,
    isFailed,
    detail: pretty(body),
  };
}

const outcomes = { delivered: '已送达', failed: '未送达', pending: '发送中' };

export function fromCallback({ id, time, target, name, attempts, outcome, detail, xml }: CallbackEntry): LogLine {
  return {
    id,
    time,
    name: `${target === 'contacts' ? '通讯录' : '应用'} ${name}`,
    outcome: `${outcomes[outcome]} · ${detail}${attempts > 1 ? ` · 第 ${attempts} 次` : ''}`,
    isFailed: outcome === 'failed',
    detail: xml,
  };
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
