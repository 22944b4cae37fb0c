import Router from '@koa/router';
import { type Context } from 'koa';

import { demoCredentials, demoNames } from '../demo-credentials.ts';
import { findPerson } from '../org/org-index.ts';
import { type World } from '../world.ts';
import { escapeHtml, page } from './html.ts';
import { findAuthorizeProblem, redirectWithCode } from './oauth.ts';

const SHOWN = 60;

/**
 * The browser's side of logging in (reference 2.1 and 2.4, docs 91022, 98151). Inside the client the device tells who is
 * looking: header or cookie `x-simulator-userid` (for a customer `x-simulator-external-userid`). Without it authorize is
 * an ordinary browser's visit, and the QR page asks who scans.
 */
export function loginPages(world: World): Router {
  const router = new Router();
  router.get('/connect/oauth2/authorize', (ctx) => authorize(world, ctx));
  router.get('/wwlogin/sso/login', (ctx) => showQrPage(world, ctx));
  router.get('/wwlogin/sso/scan', (ctx) => scan(world, ctx));
  return router;
}

function authorize(world: World, ctx: Context): void {
  const query = new URLSearchParams(ctx.querystring);
  const problem = findAuthorizeProblem(world, query) ?? findScopeProblem(query);
  if (problem) return showProblem(ctx, problem);
  const who = viewer(world, ctx);
  if (!who) return showProblem(ctx, '请在企业微信客户端打开链接');
  const scope = query.get('agentid') ? (query.get('scope') ?? '') : 'snsapi_base';
  goOn(world, ctx, query, scope, who);
}

function findScopeProblem(query: URLSearchParams): string | null {
  if (query.get('response_type') !== 'code') return 'response_type 参数错误';
  return ['snsapi_base', 'snsapi_privateinfo'].includes(query.get('scope') ?? '') ? null : 'scope 参数错误';
}

function viewer(world: World, ctx: Context): { userid: string } | { externalUserid: string } | null {
  const named = (name: string) => ctx.get(name) || ctx.cookies.get(name) || '';
  const person = findPerson(world.state, decode(named('x-simulator-userid')));
  if (person) return { userid: person.userid };
  const external = named('x-simulator-external-userid');
  return world.state.externals.some((each) => each.externalUserid === external) ? { externalUserid: external } : null;
}

/** Sent percent-encoded; nobody is named by what is not. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function showQrPage(world: World, ctx: Context): void {
  const query = new URLSearchParams(ctx.querystring);
  const problem = query.get('login_type') === 'CorpApp' ? findAuthorizeProblem(world, query) : 'login_type 参数错误';
  if (problem) return showProblem(ctx, problem);
  const wanted = (query.get('q') ?? '').trim().toLowerCase();
  const { people } = world.state.company;
  const found = people.filter((each) => `${each.name}${each.userid}`.toLowerCase().includes(wanted)).slice(0, SHOWN);
  query.delete('q');
  ctx.type = 'html';
  ctx.body = page('企业微信登录', qrPage(query, wanted, found));
}

function qrPage(
  query: URLSearchParams,
  wanted: string,
  found: { userid: string; name: string; position: string }[],
): string {
  const hidden = [...query].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const buttons = found.map(
    ({ userid, name, position }) =>
      `<button name="userid" value="${escapeHtml(userid)}"><b>${escapeHtml(name)}</b><small>${escapeHtml(position)}</small></button>`,
  );
  return `<h1>扫码登录「${escapeHtml(demoNames.app)}」</h1>
<p>真实环境中这里是二维码。请选择由谁扫码：</p>
<form>${hidden.join('')}<input name="q" value="${escapeHtml(wanted)}" placeholder="按姓名或账号查找" aria-label="查找"></form>
<form action="/wwlogin/sso/scan">${hidden.join('')}<div class="people">${buttons.join('')}</div></form>`;
}

function scan(world: World, ctx: Context): void {
  const query = new URLSearchParams(ctx.querystring);
  const problem = findAuthorizeProblem(world, query);
  const person = findPerson(world.state, query.get('userid') ?? '');
  if (problem || !person) return showProblem(ctx, problem ?? '没有这个人');
  goOn(world, ctx, query, 'snsapi_base', { userid: person.userid });
}

function goOn(
  world: World,
  ctx: Context,
  query: URLSearchParams,
  scope: string,
  who: { userid: string } | { externalUserid: string },
): void {
  if ('userid' in who && findPerson(world.state, who.userid)?.status === 2) return showProblem(ctx, '该成员已被禁用');
  const request = { redirectUri: query.get('redirect_uri') ?? '', state: query.get('state') ?? '', scope };
  ctx.set('cache-control', 'no-store');
  ctx.redirect(redirectWithCode(world, request, who));
}

function showProblem(ctx: Context, problem: string): void {
  ctx.type = 'html';
  ctx.body = page('企业微信', `<h1>${escapeHtml(problem)}</h1><p>企业 ID ${demoCredentials.corpId}</p>`);
}
