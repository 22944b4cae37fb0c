import { z } from 'zod';
import { id } from '../../contract/page.ts';
import { eventKind } from '../../kernel/event.ts';

const aboutGroup = z.object({ groupId: id, name: z.string() });

export const groupBound = eventKind('group.bound', aboutGroup, ({ name }) => `绑定了群「${name}」`);
export const groupUpdated = eventKind('group.updated', aboutGroup, ({ name }) => `修改了群「${name}」`);
export const groupRemoved = eventKind('group.removed', aboutGroup, ({ name }) => `解除了群「${name}」的绑定`);
export const groupTested = eventKind('group.tested', aboutGroup, ({ name }) => `向群「${name}」发送了测试消息`);

export const digestMade = eventKind(
  'digest.made',
  z.object({ digestId: id, departmentId: id, day: z.string(), department: z.string() }),
  ({ department, day }) => `生成了${department} ${day} 的日报`,
);

export const reportEvents = [groupBound, groupUpdated, groupRemoved, groupTested, digestMade];
