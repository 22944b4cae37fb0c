import { z } from 'zod';

import { type MenuButton } from '../control/types.ts';
import { bodyOf, type Call, type Endpoint, queryOf } from '../http/endpoint.ts';
import { ensureOwnAgent } from './agent.ts';
import { ensure } from './error.ts';

/** Reference 7.10, doc 90231. */
export const menuEndpoints: Endpoint[] = [
  { method: 'POST', path: '/cgi-bin/menu/create', allow: ['agent'], run: create },
  { method: 'GET', path: '/cgi-bin/menu/get', allow: ['agent'], run: show },
  { method: 'GET', path: '/cgi-bin/menu/delete', allow: ['agent'], run: remove },
];

const button = z.object({
  type: z.string().optional(),
  name: z.string().default(''),
  key: z.string().optional(),
  url: z.string().optional(),
});
const menu = z.object({ button: z.array(button.extend({ sub_button: z.array(button).optional() })) });

const keyed = new Set([
  'click',
  'scancode_push',
  'scancode_waitmsg',
  'pic_sysphoto',
  'pic_photo_or_album',
  'pic_weixin',
  'location_select',
]);

function create(call: Call) {
  ensureOwnAgent(queryOf(call, 'agentid', 41011));
  const buttons = bodyOf(call, menu).button;
  ensure(buttons.length >= 1 && buttons.length <= 3, 40017, 'invalid button size');
  for (const top of buttons) {
    checkName(top.name, 16, 40018);
    const subs = top.sub_button ?? [];
    ensure(subs.length <= 5, 40023, 'invalid sub button size');
    if (subs.length === 0) checkAction(top);
    for (const sub of subs) {
      checkName(sub.name, 40, 40025);
      checkAction(sub);
    }
  }
  call.world.state.menu = buttons.map(tidy);
  call.world.live.emit({ type: 'org' });
  return {};
}

type Loose = z.infer<typeof button> & { sub_button?: z.infer<typeof button>[] | undefined };

function tidy({ sub_button, ...own }: Loose): MenuButton {
  const kept = Object.entries(own).filter(([, value]) => value !== undefined);
  const subs = sub_button?.length ? { sub_button: sub_button.map(tidy) } : {};
  return { name: own.name, ...Object.fromEntries(kept), ...subs };
}

function checkName(name: string, most: number, errcode: number): void {
  ensure(name && Buffer.byteLength(name) <= most, errcode, 'invalid button name size');
}

function checkAction({ type = '', key, url }: z.infer<typeof button>): void {
  ensure(keyed.has(type) || type === 'view' || type === 'view_miniprogram', 40016, 'invalid button type');
  if (keyed.has(type)) ensure(key && Buffer.byteLength(key) <= 128, 40019, 'invalid button key size');
  if (type === 'view')
    ensure(/^https?:\/\//.test(url ?? '') && Buffer.byteLength(url ?? '') <= 1024, 40020, 'invalid button url size');
}

function show(call: Call) {
  ensureOwnAgent(queryOf(call, 'agentid', 41011));
  ensure(call.world.state.menu.length > 0, 46003);
  return { button: call.world.state.menu };
}

function remove(call: Call) {
  ensureOwnAgent(queryOf(call, 'agentid', 41011));
  call.world.state.menu = [];
  call.world.live.emit({ type: 'org' });
  return {};
}
