import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listDepartments } from '../../server/contract/org.ts';
import { bindGroup, listDigests } from '../../server/contract/reports.ts';
import type { GroupView } from '../../simulator/control/types.ts';
import { signIn } from '../support/processes-person.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';
import { openDeal } from './deals.ts';

let stage: Stage;
beforeAll(async () => void (stage = await openStage({ label: 'bots', roles: ['server', 'bot', 'bot'] })));
afterAll(() => stage?.close());

it('sends each group exactly one digest when the clock passes 18:30 over two bots', async () => {
  const { control } = stage;
  await openDeal(stage, 'wanglei', '太仓明志机械');
  const admin = await signIn(stage, 'weikai');
  const departments = (await admin.get(listDepartments)).items;
  const groups = await control.get<GroupView[]>('groups');
  for (const { name, webhookUrl } of groups) {
    const wanted = name === '华东销售群' ? '华东大区' : '远航智能装备有限公司';
    const departmentId = departments.find((one) => one.name === wanted)?.id ?? '';
    const body = { name, kind: 'webhook' as const, departmentId, address: webhookUrl ?? '' };
    await admin.get(bindGroup, { body });
  }
  const received = () =>
    Promise.all(
      groups.map(async ({ chatid, members }) => {
        const messages = await control.messagesOf(`group:${chatid}`, members[0]?.userid ?? '');
        return messages.map(({ content }) => content.kind);
      }),
    );
  const once = groups.map(() => ['markdown', 'image', 'card']);

  await control.moveClock('2026-03-11T10:29:57.000Z');
  await expect.poll(received, { timeout: 45_000, interval: 500 }).toEqual(once);
  // Whoever lost the race has had time to try.
  await sleep(4000);
  expect(await received()).toEqual(once);
  const digests = await (await signIn(stage, 'zhangyuanhang')).get(listDigests);
  expect(digests.items.map(({ department, day }) => `${department.name} ${day}`).sort()).toEqual([
    '华东大区 2026-03-11',
    '远航智能装备有限公司 2026-03-11',
  ]);
});
