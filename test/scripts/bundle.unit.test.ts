import { expect, test } from 'vitest';
import { migrationImports } from '../../scripts/lib/bundle.mjs';

test('the bundle lists the migrations in the order of their numbers and nothing else of the folder', () => {
  const source = migrationImports(['0002_customers.ts', 'README.md', '0001_org.ts']);
  expect(source.indexOf("name: '0001_org'")).toBeLessThan(source.indexOf("name: '0002_customers'"));
  expect(source).toContain("from './0001_org.ts'");
  expect(source).not.toContain('README');
});
