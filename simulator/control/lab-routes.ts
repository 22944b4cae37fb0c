import type Router from '@koa/router';
import { z } from 'zod';

import { SECOND } from '../clock.ts';
import { demoCredentials, demoNames } from '../demo-credentials.ts';
import { sweep } from '../sweep.ts';
import { checkJsSignature } from '../wecom/tickets.ts';
import { revokeTokens } from '../wecom/tokens.ts';
import { type World } from '../world.ts';
import { ControlError } from './control-error.ts';
import { controlBody } from './serve-control.ts';
import { type AppView, type ClockState, type Credentials, type RobotView } from './types.ts';

const clockMove = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceSeconds: z.number() }),
  z.strictObject({ reset: z.literal(true) }),
]);

/** Clock, faults, logs, settings: what a demonstration or a test turns. */
export function labRoutes(router: Router, world: World): void {
  router.get('/credentials', (ctx) => void (ctx.body = credentials(world)));
  router.get('/app', (ctx) => void (ctx.body = app(world)));
  router.get('/robot', (ctx) => {
    const robot: RobotView = { name: demoNames.robot, connected: world.robotLine.isConnected() };
    ctx.body = robot;
  });
  router.get('/clock', (ctx) => void (ctx.body = clockState(world)));
  router.post('/clock', (ctx) => {
    moveClock(world, controlBody(ctx.request, clockMove));
    ctx.body = clockState(world);
  });
  router.post('/tokens/revoke', (ctx) => {
    const { as } = controlBody(ctx.request, z.strictObject({ as: z.enum(['invalid', 'expired']) }));
    ctx.body = { revoked: revokeTokens(world, as) };
  });
  router.post('/jssdk/verify', (ctx) => {
    ctx.body = checkJsSignature(world, controlBody(ctx.request, jsSignature));
  });
  router.post('/reset', (ctx) => {
    world.reset();
    ctx.body = { done: true };
  });
  settingsRoutes(router, world);
  faultRoutes(router, world);
  logRoutes(router, world);
}

const jsSignature = z.strictObject({
  url: z.string(),
  nonceStr: z.string(),
  timestamp: z.union([z.string(), z.number()]),
  signature: z.string(),
  kind: z.enum(['corp', 'agent']),
});

function moveClock(world: World, move: z.infer<typeof clockMove>): void {
  if ('reset' in move) world.clock.setOffset(0);
  else if ('now' in move) world.clock.setOffset(Date.parse(move.now) - Date.now());
  else world.clock.setOffset(world.clock.offset() + move.advanceSeconds * SECOND);
  sweep(world);
}

const settings = z.strictObject({
  ipAllowList: z.array(z.string()).nullable(),
  frequencyLimits: z.boolean(),
  pathLimits: z.record(z.string(), z.number().int().min(0)),
  duplicateCallbacks: z.boolean(),
  reorderCallbacks: z.boolean(),
  optionIdsSpelling: z.enum(['OptionIds', 'OpitonIds']),
  contactEvents: z.enum(['full', 'ids']),
  passiveCardReplies: z.boolean(),
  transferEvents: z.boolean(),
  customerLimit: z.number().int().min(0),
  appDisabled: z.boolean(),
  appUrl: z.url(),
});

function settingsRoutes(router: Router, world: World): void {
  router.get('/settings', (ctx) => void (ctx.body = world.state.settings));
  router.patch('/settings', (ctx) => {
    const change = controlBody(ctx.request, settings.partial());
    world.state.settings = settings.parse({ ...world.state.settings, ...change });
    ctx.body = world.state.settings;
  });
}

const fault = z.strictObject({
  path: z.string().min(1),
  times: z.number().int().min(1).optional(),
  errcode: z.number().int().optional(),
  httpStatus: z.number().int().min(100).max(599).optional(),
  delayMs: z.number().int().min(0).max(600_000).optional(),
  drop: z.boolean().optional(),
  dropAnswer: z.boolean().optional(),
});

function faultRoutes(router: Router, world: World): void {
  router.get('/faults', (ctx) => void (ctx.body = world.faults.list()));
  router.post('/faults', (ctx) => {
    const given = Object.entries(controlBody(ctx.request, fault)).filter(([, value]) => value !== undefined);
    ctx.body = world.faults.add({ path: '', ...Object.fromEntries(given) });
  });
  router.delete('/faults', (ctx) => {
    world.faults.clear();
    ctx.body = { done: true };
  });
  router.delete('/faults/:id', (ctx) => {
    if (!world.faults.remove(ctx.params.id ?? '')) throw new ControlError(404, '没有这个故障');
    ctx.body = { done: true };
  });
}

function logRoutes(router: Router, world: World): void {
  router.get('/requests', (ctx) => void (ctx.body = world.journal.requests));
  router.delete('/requests', (ctx) => {
    world.journal.clear();
    ctx.body = { done: true };
  });
  router.get('/callbacks', (ctx) => void (ctx.body = world.journal.callbacks));
  router.post('/callbacks/verify', async (ctx) => {
    const { target } = controlBody(ctx.request, z.strictObject({ target: z.enum(['app', 'contacts']) }));
    ctx.body = await world.callbacks.verify(target);
  });
  router.get('/counters', (ctx) => void (ctx.body = world.journal.counters));
}

export function clockState({ clock }: World): ClockState {
  return { now: new Date(clock.now()).toISOString(), offsetMs: clock.offset() };
}

function credentials({ url }: World): Credentials {
  return {
    ...demoCredentials,
    apiUrl: url,
    oauthUrl: `${url}/connect/oauth2/authorize`,
    loginUrl: `${url}/wwlogin/sso/login`,
    aibotUrl: `${url.replace(/^http/, 'ws')}/aibot`,
  };
}

function app({ state }: World): AppView {
  return {
    name: demoNames.app,
    agentId: demoCredentials.agentId,
    corpId: demoCredentials.corpId,
    homeUrl: state.settings.appUrl,
    menu: state.menu,
    robotName: demoNames.robot,
  };
}
