import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refusal, useFakeNetwork } from './support/fake-network.ts';

const me = {
  id: '100',
  name: '王建国',
  position: null,
  department: '华东区',
  departmentId: '1',
  permissions: ['crm.use'],
  roles: [],
  scope: 'self',
  isLeader: false,
  leads: [],
  company: '启明智造',
};

describe('session', () => {
  const network = useFakeNetwork();
  const visits: string[] = [];
  const assign = Object.getOwnPropertyDescriptor(location, 'assign');

  beforeEach(() => {
    visits.length = 0;
    Object.defineProperty(location, 'assign', { configurable: true, value: (url: string) => void visits.push(url) });
    vi.resetModules();
  });
  afterEach(() => {
    if (assign) Object.defineProperty(location, 'assign', assign);
  });
  /** A page load: the module starts afresh, what the browser keeps stays. */
  const load = async () => {
    vi.resetModules();
    const page = await import('../../h5/session.ts');
    await page.startSession();
    return page;
  };

  it('knows who is looking and what they may use', async () => {
    network.answer(() => ({ json: me }));
    const { session, may } = await load();
    expect(session.state).toBe('ready');
    expect(session.me?.name).toBe('王建国');
    expect([may('crm.use'), may('org.manage')]).toEqual([true, false]);
  });

  it('leaves for the login with the way back, and stops after two attempts in a row', async () => {
    network.answer(() => refusal(401, 'session.required', '请先登录'));
    expect((await load()).session.state).toBe('leaving');
    expect(visits[0]).toMatch(/^\/auth\/wecom\?to=/);
    await load();
    expect((await load()).session.state).toBe('refused');
    expect(visits).toHaveLength(2);
  });

  it('starts counting anew after a login that worked', async () => {
    network.answer(() => refusal(401, 'session.required', '请先登录'));
    await load();
    network.answer(() => ({ json: me }));
    await load();
    network.answer(() => refusal(401, 'session.required', '请先登录'));
    await load();
    expect((await load()).session.state).toBe('leaving');
    expect(visits).toHaveLength(3);
  });

  it('shows an outage as what it is instead of leaving', async () => {
    network.answer(() => refusal(503, 'system.unavailable', '系统暂时不可用', { traceId: 't-3' }));
    const { session } = await load();
    expect(session).toMatchObject({ state: 'refused', problem: { traceId: 't-3' } });
    expect(visits).toEqual([]);
  });
});
