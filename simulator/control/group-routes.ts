import type Router from '@koa/router';
import { z } from 'zod';

import { newChatid, newWebhookKey } from '../org/load-org.ts';
import { getPerson } from '../org/change-people.ts';
import { type Group } from '../state.ts';
import { completeTransfer, refuseTransfer } from '../wecom/transfer-machine.ts';
import { type World } from '../world.ts';
import { ControlError } from './control-error.ts';
import { presentExternals, presentGroup, presentTransfer } from './present-org.ts';
import { controlBody } from './serve-control.ts';

const groupChange = z.strictObject({
  name: z.string().min(1).max(50).optional(),
  members: z.array(z.string()).min(2).optional(),
  owner: z.string().optional(),
  webhook: z.boolean().optional(),
  robotIn: z.boolean().optional(),
});
const groupInput = groupChange.extend({
  name: z.string().min(1).max(50),
  members: z.array(z.string()).min(2),
  chatid: z.string().min(1).max(64).optional(),
});

export function groupRoutes(router: Router, world: World): void {
  const show = (group: Group) => presentGroup(world.state, world.url, group);
  router.get('/groups', (ctx) => void (ctx.body = world.state.groups.map(show)));
  router.post('/groups', (ctx) => {
    const { chatid = newChatid(), ...input } = controlBody(ctx.request, groupInput);
    if (world.state.groups.some((each) => each.chatid === chatid)) throw new ControlError(409, 'chatid 已存在');
    const group: Group = {
      chatid,
      name: '',
      owner: '',
      members: [],
      webhookKey: null,
      robotIn: false,
      isAppGroup: false,
    };
    applyChange(world, group, input);
    world.state.groups.push(group);
    ctx.body = show(group);
  });
  router.patch('/groups/:chatid', (ctx) => {
    const group = findGroup(world, ctx.params.chatid);
    applyChange(world, group, controlBody(ctx.request, groupChange));
    ctx.body = show(group);
  });
  router.delete('/groups/:chatid', (ctx) => {
    const group = findGroup(world, ctx.params.chatid);
    world.state.groups = world.state.groups.filter((each) => each !== group);
    world.live.emit({ type: 'groups' });
    ctx.body = { done: true };
  });
}

function applyChange(world: World, group: Group, change: z.infer<typeof groupChange>): void {
  const members = change.members?.map((userid) => getPerson(world, userid).userid) ?? group.members;
  const owner = change.owner ?? (members.includes(group.owner) ? group.owner : (members[0] ?? ''));
  if (!members.includes(owner)) throw new ControlError(409, '群主不在群里');
  group.members = [...new Set(members)];
  group.owner = owner;
  group.name = change.name ?? group.name;
  group.robotIn = change.robotIn ?? group.robotIn;
  if (change.webhook === false) group.webhookKey = null;
  if (change.webhook) group.webhookKey ??= newWebhookKey();
  world.live.emit({ type: 'groups' });
}

function findGroup(world: World, chatid: string | undefined): Group {
  const group = world.state.groups.find((each) => each.chatid === chatid);
  if (!group) throw new ControlError(404, '没有这个群');
  return group;
}

export function customerRoutes(router: Router, world: World): void {
  router.get('/external-contacts', (ctx) => void (ctx.body = presentExternals(world.state)));
  router.get('/transfers', (ctx) => {
    ctx.body = world.state.transfers.map((each) => presentTransfer(world.state, each));
  });
  router.post('/transfers/:id/:answer', (ctx) => {
    const transfer = world.state.transfers.find((each) => each.id === ctx.params.id);
    if (!transfer) throw new ControlError(404, '没有这次转接');
    if (transfer.status !== 'waiting') throw new ControlError(409, '这次转接已经结束');
    if (ctx.params.answer === 'refuse') refuseTransfer(world, transfer);
    else if (ctx.params.answer === 'accept') completeTransfer(world, transfer, world.clock.now());
    else throw new ControlError(404, '没有这个接口');
    ctx.body = presentTransfer(world.state, transfer);
  });
}
