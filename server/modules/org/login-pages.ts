import type { PageAnswer, PageRequest, PageRoute } from '../../kernel/route.ts';
import { sessionCookie } from '../../kernel/http.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import { systemWork, type Kernel } from '../../kernel/work.ts';
import type { Login } from '../../ports/login.ts';
import { authenticate } from './actor.ts';
import { askPlatform } from './ask-platform.ts';
import { openSession, revokeSession, sessionDays } from './commands/open-session.ts';
import { consumeLoginState, createLoginState } from './commands/login-state.ts';
import { findPersonByAccount } from './people.ts';
import { safeReturnPath } from './return-path.ts';
import { randomToken } from './token.ts';

const browserCookie = 'crm_browser';
/** How often one visit may restart the login before it is told to stop. */
const maxAttempts = 3;

export interface LoginPageOptions {
  kernel: Kernel;
  login: Login;
  publicUrl: string;
  /** `/auth/<platform>`; the platform comes back below it. */
  loginPath: string;
}

/** `/open` and the platform's login: in and out of the chat client, with a state that is single use and bound to the browser. */
export const loginPages = (options: LoginPageOptions): PageRoute[] => [
  {
    method: 'GET',
    path: '/open',
    permission: 'public',
    why: 'deep links from messages; decides between page and login',
    rate: 'address',
    handle: (request) => openLink(options, request),
  },
  {
    method: 'GET',
    path: options.loginPath,
    permission: 'public',
    why: 'start of the login',
    rate: 'address',
    handle: (request) => startLogin(options, request, Number(request.query['attempt'] ?? 1)),
  },
  {
    method: 'GET',
    path: `${options.loginPath}/callback`,
    permission: 'public',
    why: 'the platform returns here with a code',
    rate: 'address',
    handle: (request) => finishLogin(options, request),
  },
];

/** A link from a card: straight to the record with a live session, through the silent login otherwise. */
const openLink = async (options: LoginPageOptions, request: PageRequest): Promise<PageAnswer> => {
  const to = safeReturnPath(request.query['to']);
  const actor = request.query['fresh'] ? null : await authenticate(options.kernel, request.cookie(sessionCookie));
  return actor ? { redirect: to } : startLogin(options, request, 1);
};

const startLogin = async (
  { kernel, login, publicUrl, loginPath }: LoginPageOptions,
  request: PageRequest,
  attempt: number,
): Promise<PageAnswer> => {
  if (attempt > maxAttempts) return { redirect: '/login-failed?reason=loop' };
  const browser = request.cookie(browserCookie) ?? randomToken();
  const state = await createLoginState(systemWork(kernel), {
    browser,
    returnPath: safeReturnPath(request.query['to']),
    attempt,
  });
  const surface = login.isInside(request.header('user-agent')) ? 'inside' : 'browser';
  return {
    redirect: login.authorizeUrl({ surface, redirectUrl: `${publicUrl}${loginPath}/callback`, state }),
    cookies: { [browserCookie]: { value: browser, maxAgeSeconds: 600 } },
  };
};

const finishLogin = async (options: LoginPageOptions, request: PageRequest): Promise<PageAnswer> => {
  const { kernel, login } = options;
  const work = systemWork(kernel, 'h5');
  const visit = await consumeLoginState(work, request.query['state'] ?? '', request.cookie(browserCookie) ?? '');
  // Somebody pressed "back" onto a used link: with a live session that is harmless, otherwise start again.
  if (!visit)
    return (await authenticate(kernel, request.cookie(sessionCookie)))
      ? { redirect: '/' }
      : { redirect: '/login-failed?reason=state' };
  const found = await askPlatform(kernel.log, () => login.exchange(request.query['code'] ?? ''));
  if (!found) return { redirect: '/login-failed?reason=platform' };
  if (found === 'code_used')
    return startLogin(options, { ...request, query: { to: visit.returnPath } }, visit.attempt + 1);
  if (found === 'outsider') return { redirect: '/login-failed?reason=outsider' };
  const person = await findPersonByAccount(work, found.account);
  if (person?.state !== 'active') return { redirect: '/login-failed?reason=directory' };
  const token = await inTransaction(work, async (inner) => {
    const previous = request.cookie(sessionCookie);
    if (previous) await revokeSession(inner, previous);
    return openSession(inner, person.id);
  });
  return {
    redirect: visit.returnPath,
    cookies: { [sessionCookie]: { value: token, maxAgeSeconds: sessionDays * 86_400 }, [browserCookie]: null },
  };
};
