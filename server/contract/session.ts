import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { dataScopes, permissionNames } from './permissions.ts';
import { id } from './page.ts';
import { defineProblems } from './problem.ts';

export const sessionProblems = defineProblems({
  'session.required': [401, '请先登录'],
  'session.login_failed': [401, '登录没有成功,请从工作台重新打开应用'],
  'session.state_invalid': [400, '登录链接已失效,请从工作台重新打开应用'],
  'session.not_in_directory': [403, '您不在本应用的可见范围内,请联系管理员'],
  'session.outsider': [403, '仅限企业成员使用'],
});

export const me = z.object({
  id,
  name: z.string(),
  position: z.string().nullable(),
  department: z.string().nullable(),
  departmentId: id.nullable(),
  permissions: z.array(z.enum(permissionNames as [(typeof permissionNames)[number], ...typeof permissionNames])),
  roles: z.array(z.string()),
  scope: z.enum(Object.keys(dataScopes) as [keyof typeof dataScopes, ...(keyof typeof dataScopes)[]]),
  /** Does anybody report to this person, or does this person lead a department? */
  isLeader: z.boolean(),
  /** Departments this person leads, for scope pickers and group binding. */
  leads: z.array(z.object({ id, name: z.string() })),
  company: z.string(),
});
export type Me = z.infer<typeof me>;

export const getMe = endpoint({
  method: 'GET',
  path: '/api/session',
  summary: 'Who am I, and what may I use',
  permission: 'session',
  response: me,
});

export const logOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  summary: 'End this session',
  permission: 'session',
  response: z.object({}),
});

const signature = z.object({ timestamp: z.number().int(), nonceStr: z.string(), signature: z.string() });
export const signPage = endpoint({
  method: 'GET',
  path: '/api/page-signature',
  summary: 'Both JS-SDK signatures for a page of this application (path with query, without hash)',
  permission: 'session',
  query: z.strictObject({ path: z.string().startsWith('/').max(2048) }),
  response: z.object({
    corpId: z.string(),
    agentId: z.string(),
    corp: signature,
    agent: signature,
  }),
  problems: ['system.unavailable'],
});
