import { describe, expect, it } from 'vitest';

import { deviceLabel } from '../../simulator/device/find-device.ts';
import { injectBridge } from '../../simulator/device/inject-bridge.ts';
import { slugOf } from '../../simulator/device/slug.ts';

const tag = '<script src="/__wecom/bridge.js"></script>';

describe('the host name of a phone', () => {
  it('is the account in lower case where a host name can carry it', () => {
    expect(slugOf('WangLei')).toBe('wanglei');
    expect(slugOf('wang.lei@crm_1')).toBe('wang-2elei-40crm-5f1');
  });

  it('stays apart for accounts that differ only in a sign, and within 63 letters', () => {
    const accounts = ['a-b', 'a.b', 'a_b', 'a@b', 'a2db', 'x'.repeat(64), `${'x'.repeat(63)}y`, '_a'];
    const slugs = accounts.map(slugOf);
    expect(new Set(slugs).size).toBe(accounts.length);
    expect(slugs.every((slug) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(slug))).toBe(true);
  });

  it('is told from the host of the page and from everything else', () => {
    expect(deviceLabel('Amy.wecom.localhost:8090')).toBe('amy');
    expect(deviceLabel('wecom.localhost:8090')).toBeNull();
    expect(deviceLabel('amy.wecom.localhost.evil.example')).toBeNull();
    expect(deviceLabel('a.b.wecom.localhost')).toBeNull();
  });
});

describe('the bridge in a page', () => {
  it('comes before every other script, whatever the page looks like', () => {
    expect(injectBridge('<!doctype html><html><head lang="zh"><script>1</script></head></html>')).toBe(
      `<!doctype html><html><head lang="zh">${tag}<script>1</script></head></html>`,
    );
    expect(injectBridge('<!DOCTYPE html><p>x</p>')).toBe(`<!DOCTYPE html>${tag}<p>x</p>`);
    expect(injectBridge('<header>x</header>')).toBe(`${tag}<header>x</header>`);
  });
});
