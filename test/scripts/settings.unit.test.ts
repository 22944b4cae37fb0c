import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureDiskSpace } from '../../scripts/lib/disk.mjs';
import { Failure } from '../../scripts/lib/failure.mjs';
import { readSettings } from '../../scripts/lib/settings.mjs';
import { administratorsOf, platformEnv } from '../../scripts/lib/simulated-platform.mjs';
import { selectTests } from '../../scripts/lib/test-selection.mjs';

test('without any variable the product is simulated, private and on 8080', () => {
  expect(readSettings('/srv/crm', {}, [])).toMatchObject({
    dataDir: '/srv/crm/.data',
    port: 8080,
    publicUrl: 'http://localhost:8080',
    simulatorPort: 8090,
    databaseUrl: undefined,
    isSimulated: true,
  });
});

test('WeCom credentials switch the simulator off, and the public address follows the port', () => {
  const settings = readSettings('/srv/crm', { WECOM_CORP_ID: 'ww1', PORT: '9000', DATA_DIR: '/var/crm' }, []);
  expect(settings).toMatchObject({ isSimulated: false, publicUrl: 'http://localhost:9000', dataDir: '/var/crm' });
});

test('a company file that does not exist and an unknown argument are refused', () => {
  expect(() => readSettings('/srv/crm', {}, ['--org', '/nowhere/company.json'])).toThrow('/nowhere/company.json');
  expect(() => readSettings('/srv/crm', {}, ['--fast'])).toThrow('--fast');
});

test.each([
  [{ PORT: 'abc' }, 'PORT'],
  [{ PORT: '70000' }, '70000'],
  [{ SIMULATOR_PORT: '-1' }, 'SIMULATOR_PORT'],
  [{ PORT: '8090' }, 'PORT 和 SIMULATOR_PORT 都是 8090'],
])('ports that cannot be listened on together are refused in words: %o', (env, words) => {
  const read = () => readSettings('/srv/crm', env, []);
  expect(read).toThrow(Failure);
  expect(read).toThrow(words);
});

test('a data folder that cannot be made is refused in words', () => {
  const folder = join(import.meta.filename, 'data');
  expect(() => ensureDiskSpace(folder, 1)).toThrow(Failure);
  expect(() => ensureDiskSpace(folder, 1)).toThrow(folder);
});

test("the simulator's credentials become the variables the product reads", () => {
  const env = platformEnv('http://127.0.0.1:8090', { corpId: 'ww1', agentId: 1000002, aibotUrl: 'ws://x/aibot' });
  expect(env).toMatchObject({
    WECOM_CORP_ID: 'ww1',
    WECOM_AGENT_ID: '1000002',
    WECOM_AIBOT_URL: 'ws://x/aibot',
    CLOCK_URL: 'http://127.0.0.1:8090/simulator/api/clock',
  });
});

test('a path alone selects tests only, an unknown name is refused', () => {
  expect(selectTests([]).names).toContain('lint');
  expect(selectTests(['test/server']).names).not.toContain('lint');
  expect(selectTests(['--only', 'lint']).names).toEqual(['lint']);
  expect(() => selectTests(['--only', 'lnit'])).toThrow('lnit');
});

test('whoever is called administrator administers a simulated company, else the leaders at its top', () => {
  const departments = [
    { id: 1, parentId: null },
    { id: 2, parentId: 1 },
  ];
  const boss = { userid: 'boss', position: '总经理', leaderOf: [1] };
  const leader = { userid: 'leader', position: '经理', leaderOf: [2] };
  const clerk = { userid: 'clerk', position: '系统管理员', leaderOf: [] };
  expect(administratorsOf({ departments, people: [boss, leader, clerk] })).toEqual(['clerk']);
  expect(administratorsOf({ departments, people: [boss, leader] })).toEqual(['boss']);
});
