import { approvalProblems } from './approvals.ts';
import { activityProblems } from './activities.ts';
import { catalogueProblems } from './catalogue.ts';
import { customerProblems } from './customers.ts';
import { dictionaryProblems } from './dictionaries.ts';
import { fileProblems } from './files.ts';
import { handoverProblems } from './handover.ts';
import { messageProblems } from './messages.ts';
import { opportunityProblems } from './opportunities.ts';
import { orgProblems } from './org.ts';
import { reportProblems } from './reports.ts';
import { sessionProblems } from './session.ts';
import { defineProblems } from './problem.ts';

const generalProblems = defineProblems({
  'request.malformed': [400, '提交的内容不正确,请检查后再试'],
  'request.too_large': [413, '提交的内容太大'],
  'request.not_found': [404, '没有这个地址'],
  'request.cross_site': [403, '请求来源不被信任,请从应用内操作'],
  'request.too_many': [429, '操作太频繁,请 {seconds} 秒后再试'],
  'request.bad_cursor': [400, '列表已变化,请下拉刷新'],
  'request.key_reused': [422, '这次提交的内容与先前的不同,请刷新页面后重新提交'],
  'request.duplicate_running': [409, '同一操作正在处理,请稍候'],
  'permission.denied': [403, '您没有使用这项功能的权限'],
  'record.not_found': [404, '记录不存在或不在您的可见范围内'],
  'record.not_allowed': [403, '您不能对这条记录做此操作'],
  'conflict.stale': [409, '这条记录刚被{who}修改过,请选择保留哪一份'],
  'conflict.state': [409, '记录的状态已变化,请刷新后再试'],
  'system.unavailable': [503, '系统暂时不可用,请稍后再试,您填写的内容不会丢失'],
  'system.unexpected': [500, '系统出错了,请稍后再试'],
});

/** Every registered problem of the product; nothing else leaves the server. */
export const problems = {
  ...generalProblems,
  ...sessionProblems,
  ...orgProblems,
  ...customerProblems,
  ...activityProblems,
  ...catalogueProblems,
  ...opportunityProblems,
  ...approvalProblems,
  ...messageProblems,
  ...reportProblems,
  ...handoverProblems,
  ...dictionaryProblems,
  ...fileProblems,
};
export type ProblemCode = keyof typeof problems;
