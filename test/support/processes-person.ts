import type { CallInput, Endpoint, OutputOf } from '../../server/contract/endpoint.ts';
import { callEndpoint, type Answer } from './call-endpoint.ts';
import type { Stage } from './processes-stage.ts';

/** Somebody of the simulated company with a session of their own, got through the real silent login. */
export interface Person {
  userid: string;
  /** Of the session, as one header. */
  cookies: string;
  call<E extends Endpoint>(endpoint: E, input?: CallInput<E>): Promise<Answer<E>>;
  /** Like `call`; a refusal fails the test. */
  get<E extends Endpoint>(endpoint: E, input?: CallInput<E>): Promise<OutputOf<E>>;
}

export async function signIn({ appUrl, control }: Stage, userid: string): Promise<Person> {
  const start = await visit(`${appUrl}/auth/wecom?to=/`, { 'user-agent': 'Mozilla/5.0 wxwork/4.1' });
  const authorize = new URL(start.location);
  if (authorize.origin !== control.url) throw new Error(`login leads to ${authorize.origin}`);
  const granted = await visit(authorize.href, { 'x-simulator-userid': userid });
  const done = await visit(granted.location, { cookie: start.cookies });
  if (done.location !== '/' && done.location !== `${appUrl}/`)
    throw new Error(`${userid} cannot log in: ${done.location}`);
  const call = <E extends Endpoint>(endpoint: E, input: CallInput<E> = {}): Promise<Answer<E>> =>
    callEndpoint({ base: appUrl, origin: appUrl }, endpoint, input, { cookie: done.cookies });
  return {
    userid,
    cookies: done.cookies,
    call,
    get: async (endpoint, input) => {
      const answer = await call(endpoint, input);
      if (!answer.ok)
        throw new Error(`${userid} ${endpoint.method} ${endpoint.path}: ${JSON.stringify(answer.problem)}`);
      return answer.data;
    },
  };
}

async function visit(url: string, headers: Record<string, string>): Promise<{ location: string; cookies: string }> {
  const answer = await fetch(url, { redirect: 'manual', headers });
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  return {
    location: answer.headers.get('location') ?? '',
    cookies: cookies.filter((one) => !one.endsWith('=')).join('; '),
  };
}
