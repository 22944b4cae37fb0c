import type Router from '@koa/router';
import { z } from 'zod';

import { parseConversationId } from '../chat/conversation-ids.ts';
import { listConversations, listMessages, markRead } from '../chat/conversations.ts';
import { pressCard } from '../chat/press-card.ts';
import { enterAgent, enterRobot, pressMenu, speak } from '../chat/speak.ts';
import { getPerson } from '../org/change-people.ts';
import { type World } from '../world.ts';
import { ControlError } from './control-error.ts';
import { controlBody } from './serve-control.ts';

const said = z.strictObject({
  userid: z.string(),
  text: z.string().min(1).max(2048),
  mentionsRobot: z.boolean().default(false),
});
const press = z.strictObject({
  userid: z.string(),
  key: z.string().min(1),
  selected: z.record(z.string(), z.array(z.string())).default({}),
  menu: z.boolean().default(false),
});
const page = z.object({
  for: z.string(),
  before: z.string().nullable().default(null),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export function chatRoutes(router: Router, world: World): void {
  router.get('/people/:userid/conversations', (ctx) => {
    ctx.body = listConversations(world.state, getPerson(world, ctx.params.userid ?? '').userid);
  });
  router.post('/people/:userid/enter-agent', async (ctx) => {
    ctx.body = await enterAgent(world, ctx.params.userid ?? '');
  });
  router.post('/people/:userid/enter-robot', (ctx) => {
    ctx.body = enterRobot(world, ctx.params.userid ?? '');
  });
  router.post('/people/:userid/menu', async (ctx) => {
    const { key } = controlBody(ctx.request, z.strictObject({ key: z.string().min(1) }));
    ctx.body = await pressMenu(world, ctx.params.userid ?? '', key);
  });
  router.get('/conversations/:id/messages', (ctx) => {
    const asked = page.parse(Object.fromEntries(new URLSearchParams(ctx.querystring)));
    const id = readableConversation(world, ctx.params.id ?? '', asked.for);
    ctx.body = listMessages(world.state, id, asked.for, asked.before, asked.limit);
  });
  router.post('/conversations/:id/messages', async (ctx) => {
    ctx.body = await speak(world, ctx.params.id ?? '', controlBody(ctx.request, said));
  });
  router.post('/conversations/:id/read', (ctx) => {
    const { userid } = controlBody(ctx.request, z.strictObject({ userid: z.string() }));
    markRead(world.state, readableConversation(world, ctx.params.id ?? '', userid), userid);
    ctx.body = { done: true };
  });
  router.post('/messages/:id/press', async (ctx) => {
    ctx.body = await pressCard(world, ctx.params.id ?? '', controlBody(ctx.request, press));
  });
  mediaRoute(router, world);
}

function readableConversation(world: World, id: string, userid: string): string {
  const where = parseConversationId(world.state, id);
  const isReadable = where?.kind === 'group' ? where.group.members.includes(userid) : where?.userid === userid;
  if (!isReadable) throw new ControlError(404, '没有这个会话');
  return id;
}

function mediaRoute(router: Router, world: World): void {
  router.get('/media/:id', (ctx) => {
    const media = world.state.media[ctx.params.id ?? ''];
    const bytes = media && world.storage.getBytes(ctx.params.id ?? '');
    if (!bytes) throw new ControlError(404, '没有这个文件');
    const isShown = ['image/png', 'image/jpeg', 'video/mp4', 'audio/amr'].includes(media.contentType);
    ctx.type = isShown ? media.contentType : 'application/octet-stream';
    ctx.set('cache-control', 'private, max-age=86400');
    ctx.set('x-content-type-options', 'nosniff');
    if (!isShown) ctx.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(media.filename)}`);
    ctx.body = bytes;
  });
}
