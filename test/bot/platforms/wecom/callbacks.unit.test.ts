import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type InboundEvent } from '../../../../server/ports/chat.ts';
import { eventually, startTenant, type Tenant } from './tenant.ts';

describe("the platform's own callbacks", () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const arrived = (expected: Partial<Record<string, unknown>>) =>
    eventually(
      () =>
        tenant.events.find((event) =>
          Object.entries(expected).every(
            ([name, value]) => (event as unknown as Record<string, unknown>)[name] === value,
          ),
        ),
      JSON.stringify(expected),
    );

  it.each(['app', 'contacts'])('pass the check of the %s address', async (target) => {
    await expect(tenant.control('POST', 'callbacks/verify', { target })).resolves.toMatchObject({ ok: true });
  });

  it('tell when somebody opens the app', async () => {
    await tenant.control('POST', 'people/wanglei/enter-agent');
    await arrived({ kind: 'app_entered', account: 'wanglei' });
  });

  it.each(['full', 'ids'])('tell of changes in the company, events with %s fields', async (contactEvents) => {
    await tenant.control('PATCH', 'settings', { contactEvents });
    await tenant.control('POST', 'people', { userid: 'newbie', name: '新人', departments: [31] });
    await arrived({ kind: 'person_changed', account: 'newbie', newAccount: null });
    await tenant.control('PATCH', 'people/newbie', { departments: [32] });
    await tenant.control('POST', 'people/newbie/rename', { newUserid: 'Newbie2' });
    await arrived({ kind: 'person_changed', account: 'newbie', newAccount: 'newbie2' });
    await tenant.control('DELETE', 'people/Newbie2');
    await arrived({ kind: 'person_left', account: 'newbie2' });
    await tenant.control('POST', 'departments', { id: 77, parentId: 3, name: '华东三部' });
    await arrived({ kind: 'department_changed', departmentKey: '77' });
  });

  it('tell of customers that are handed over', async () => {
    const [contact] = await tenant.platform.externalContacts.listOf('wanglei', 'employed');
    const key = contact?.externalKey ?? '';
    const input = {
      kind: 'person',
      from: 'wanglei',
      to: 'gaofei',
      employment: 'employed',
      externalKeys: [key],
    } as const;
    await tenant.platform.externalContacts.transfer({ ...input, externalKeys: [key] });
    await tenant.control('POST', 'clock', { advanceSeconds: 25 * 3600 });
    await arrived({ kind: 'external_contact_changed', externalKey: key, change: 'add_external_contact' });
  });

  it('have one dedupe key when they come twice', async () => {
    await tenant.control('PATCH', 'settings', { duplicateCallbacks: true });
    await tenant.control('POST', 'people/wanglei/enter-agent');
    await tenant.simulator.settled();
    const keys = tenant.events.map((event: InboundEvent) => event.dedupeKey);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('are never refused in all of this', async () => {
    await tenant.control('POST', 'people/wanglei/enter-agent');
    await tenant.control('DELETE', 'people/zhaomin');
    await tenant.simulator.settled();
    expect(tenant.refusals).toEqual([]);
    expect(tenant.events.length).toBeGreaterThan(1);
  });
});
