import { z } from 'zod';

import { findOrgProblems } from './org-problems.ts';

/**
 * The file a company is loaded from (`npm start -- --org company.json`):
 *
 *     {
 *       "company": { "name": "远航智能装备有限公司" },
 *       "departments": [                    exactly one root, without parentId; WeCom calls the root 1, so should the file
 *         { "id": 1, "name": "远航智能装备有限公司" },
 *         { "id": 2, "parentId": 1, "name": "华东大区", "order": 100 }              bigger order sorts first
 *       ],
 *       "people": [
 *         { "userid": "chenjun",            1–64 of A-Z a-z 0-9 _ - @ . and unique whatever the case
 *           "name": "陈军", "departments": [2],
 *           "mainDepartment": 2,            default: the first of departments
 *           "leaderOf": [2],                default: none; must be among departments
 *           "directLeader": "zhangyuanhang", default: none
 *           "mobile": "13800000001", "position": "大区总监",
 *           "gender": 1, "avatar": "https://…" }                                    0 unknown, 1 male, 2 female
 *       ],
 *       "externalContacts": [ { "externalUserid": "wm…", "name": "王先生", "corpName": "…", "followers": ["chenjun"] } ],
 *       "customerGroups": [ { "chatId": "wr…", "name": "项目群", "owner": "chenjun", "members": ["chenjun"], "customers": ["wm…"] } ],
 *       "groups": [ { "name": "华东销售群", "members": ["chenjun", "…"], "webhook": true, "robotIn": true } ]
 *     }
 *
 * Unknown keys, dangling ids, cycles and duplicates are refused, each with the place where it stands.
 */
export type OrgFile = z.infer<typeof orgFile>;
/** Before defaults are filled in. */
export type OrgInput = z.input<typeof orgFile>;

const userid = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/, 'userid 须为 1–64 位字母、数字或 _-@.，以字母或数字开头');
const departmentId = z.number().int().min(1).max(4_294_967_295);

const department = z.strictObject({
  id: departmentId,
  parentId: departmentId.nullish(),
  name: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^\\:*?"<>|]+$/, '部门名称不能含 \\ : * ? " < > |'),
  order: z.number().int().min(0).max(4_294_967_295).optional(),
});

const person = z.strictObject({
  userid,
  name: z.string().min(1).max(64),
  departments: z.array(departmentId).min(1).max(20),
  mainDepartment: departmentId.optional(),
  leaderOf: z.array(departmentId).default([]),
  directLeader: userid.nullish(),
  mobile: z.string().max(32).default(''),
  position: z.string().max(128).default(''),
  gender: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  avatar: z.string().max(2048).default(''),
});

const externalContact = z.strictObject({
  externalUserid: z.string().regex(/^w[om][A-Za-z0-9_-]{1,62}$/, 'externalUserid 以 wo 或 wm 开头，最长 64 位'),
  name: z.string().min(1),
  corpName: z.string().default(''),
  followers: z.array(userid),
});

const customerGroup = z.strictObject({
  chatId: z.string().regex(/^wr[A-Za-z0-9_-]{1,62}$/, 'chatId 以 wr 开头，最长 64 位'),
  name: z.string().min(1).max(50),
  owner: userid,
  members: z.array(userid).default([]),
  customers: z.array(z.string()).min(1),
});

const group = z.strictObject({
  name: z.string().min(1).max(50),
  members: z.array(userid).min(2),
  webhook: z.boolean().default(false),
  robotIn: z.boolean().default(false),
});

export const orgFile = z.strictObject({
  company: z.strictObject({ name: z.string().min(1) }),
  departments: z.array(department).min(1),
  people: z.array(person),
  externalContacts: z.array(externalContact).default([]),
  customerGroups: z.array(customerGroup).default([]),
  groups: z.array(group).default([]),
});

export class OrgFileError extends Error {}

/** Throws `OrgFileError` with every problem found (at most twenty), one per line. */
export function readOrgFile(input: unknown): OrgFile {
  const parsed = orgFile.safeParse(input);
  const problems = parsed.success
    ? findOrgProblems(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || '文件'}：${issue.message}`);
  if (parsed.success && problems.length === 0) return parsed.data;
  const more = problems.length > 20 ? [`……另有 ${problems.length - 20} 处`] : [];
  throw new OrgFileError(['公司文件有误：', ...problems.slice(0, 20), ...more].join('\n'));
}
