import type Router from '@koa/router';
import { z } from 'zod';

import { createDepartment, deleteDepartment, setVisibleRange, updateDepartment } from '../org/change-departments.ts';
import { createPerson, deletePerson, orgChanged, renamePerson, updatePerson } from '../org/change-people.ts';
import { loadOrg } from '../org/load-org.ts';
import { readOrgFile } from '../org/org-file.ts';
import { type World } from '../world.ts';
import { presentCompany, presentDepartment, presentPerson } from './present-org.ts';
import { controlBody } from './serve-control.ts';

const status = z.union([z.literal(1), z.literal(2), z.literal(4)]);
const personChange = z.strictObject({
  name: z.string().min(1).max(64).optional(),
  departments: z.array(z.number().int()).min(1).optional(),
  mainDepartment: z.number().int().optional(),
  leaderOf: z.array(z.number().int()).optional(),
  directLeader: z.string().nullable().optional(),
  mobile: z.string().optional(),
  position: z.string().optional(),
  gender: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
  avatar: z.string().optional(),
  status: status.optional(),
});
const personInput = personChange.extend({
  userid: z.string(),
  name: z.string().min(1).max(64),
  departments: z.array(z.number().int()).min(1),
});
const departmentChange = z.strictObject({
  parentId: z.number().int().optional(),
  name: z.string().optional(),
  order: z.number().int().min(0).optional(),
});
const departmentInput = departmentChange.extend({
  id: z.number().int().min(1).optional(),
  parentId: z.number().int(),
  name: z.string(),
});
const visibleRange = z.strictObject({ departmentIds: z.array(z.number().int()), userids: z.array(z.string()) });

export function orgRoutes(router: Router, world: World): void {
  router.get('/company', (ctx) => void (ctx.body = presentCompany(world.state)));
  router.post('/company', (ctx) => {
    loadOrg(world.state, readOrgFile(ctx.request.controlBody), world.clock.now());
    orgChanged(world);
    world.live.emit({ type: 'groups' });
    ctx.body = presentCompany(world.state);
  });
  router.post('/people', (ctx) => {
    ctx.body = presentPerson(world.state, createPerson(world, defined(controlBody(ctx.request, personInput))));
  });
  router.patch('/people/:userid', (ctx) => {
    const change = defined(controlBody(ctx.request, personChange));
    ctx.body = presentPerson(world.state, updatePerson(world, ctx.params.userid ?? '', change));
  });
  router.delete('/people/:userid', (ctx) => {
    deletePerson(world, ctx.params.userid ?? '');
    ctx.body = { done: true };
  });
  router.post('/people/:userid/rename', (ctx) => {
    const { newUserid } = controlBody(ctx.request, z.strictObject({ newUserid: z.string() }));
    ctx.body = presentPerson(world.state, renamePerson(world, ctx.params.userid ?? '', newUserid));
  });
  departmentRoutes(router, world);
}

function departmentRoutes(router: Router, world: World): void {
  router.post('/departments', (ctx) => {
    const input = defined(controlBody(ctx.request, departmentInput));
    ctx.body = presentDepartment(world.state, createDepartment(world, input));
  });
  router.patch('/departments/:id', (ctx) => {
    const change = defined(controlBody(ctx.request, departmentChange));
    ctx.body = presentDepartment(world.state, updateDepartment(world, Number(ctx.params.id), change));
  });
  router.delete('/departments/:id', (ctx) => {
    deleteDepartment(world, Number(ctx.params.id));
    ctx.body = { done: true };
  });
  router.put('/visible-range', (ctx) => {
    ctx.body = setVisibleRange(world, controlBody(ctx.request, visibleRange));
  });
}

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Without the keys that are undefined, so that they overwrite nothing. */
function defined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<Value>;
}
