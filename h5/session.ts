import { reactive, readonly } from 'vue';
import { type GrantedPermission } from '../server/contract/permissions.ts';
import { getMe, logOut, type Me } from '../server/contract/session.ts';
import { type ApiProblem, asProblem } from './api-problem.ts';
import { call } from './api.ts';
import { onUnauthenticated } from './http.ts';

interface Session {
  me: Me | null;
  state: 'loading' | 'ready' | 'leaving' | 'refused';
  problem: ApiProblem | null;
}
const current = reactive<Session>({ me: null, state: 'loading', problem: null });

/** Who is looking, the only state shared by the whole app. */
export const session = readonly(current);
export const may = (permission: GrantedPermission): boolean => current.me?.permissions.includes(permission) ?? false;

const triesKey = 'crm.logins';
const tooManyTries = 2;

/** Asks the server who this is; without a session the browser leaves for the platform's login. */
export async function startSession(): Promise<void> {
  current.state = 'loading';
  try {
    current.me = await call(getMe);
    current.state = 'ready';
    sessionStorage.removeItem(triesKey);
  } catch (error) {
    current.problem = asProblem(error);
    if (current.problem.status !== 401) current.state = 'refused';
  }
}

/** Ends the session in an ordinary browser. */
export async function endSession(): Promise<void> {
  await call(logOut);
  current.me = null;
  sessionStorage.removeItem(triesKey);
  location.assign('/');
}

/** Leaves for the login, at most twice in a row, so that a login that never works ends in a sentence instead of a loop. */
export function logIn(): void {
  const tries = Number(sessionStorage.getItem(triesKey) ?? 0);
  if (tries >= tooManyTries) {
    current.state = 'refused';
    return;
  }
  sessionStorage.setItem(triesKey, String(tries + 1));
  current.state = 'leaving';
  location.assign(`/auth/wecom?to=${encodeURIComponent(location.pathname + location.search)}`);
}

/** After a refusal: start counting anew and try. */
export function logInAgain(): void {
  sessionStorage.removeItem(triesKey);
  logIn();
}

onUnauthenticated((problem) => {
  current.problem = problem;
  if (current.state !== 'leaving') logIn();
});
