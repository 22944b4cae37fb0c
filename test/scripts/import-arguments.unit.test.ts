import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../scripts/import/arguments.ts';

const folder = mkdtempSync(join(tmpdir(), 'arguments-'));
const mapping = join(folder, 'mapping.json');
writeFileSync(mapping, '{}');

describe('the command line of the importer', () => {
  it('names mapping, folder, rehearsal and error file', () => {
    expect(readArguments(['--map', mapping, folder])).toEqual({ mapping, folder, isRehearsal: false, errors: null });
    expect(readArguments([folder, '--map', mapping, '--dry-run', '--errors', '/e.csv'])).toMatchObject({
      isRehearsal: true,
      errors: '/e.csv',
    });
  });

  it.each([
    [[folder], '用法:npm run import -- --map'],
    [['--map', mapping], '用法:'],
    [['--map', mapping, '--colour', folder], '用法:'],
    [['--map', mapping, folder, folder], '用法:'],
    [['--map', '/nowhere.json', folder], '找不到文件 /nowhere.json'],
    [['--map', mapping, '/nowhere'], '找不到文件夹 /nowhere'],
    [['--map', mapping, mapping], '找不到文件夹'],
  ])('is refused as %j', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
  });
});
