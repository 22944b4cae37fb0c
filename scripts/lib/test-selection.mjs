import { parseArgs } from 'node:util';
import { badArgument } from './failures.mjs';

/** Everything `npm test` runs, by the name `--only` takes. */
export const staticChecks = ['types', 'web-types', 'lint', 'format', 'build'];
/** Vitest projects that need nothing but a database. */
export const quickProjects = ['architecture', 'unit', 'h5', 'integration', 'security'];
export const slowProjects = ['journeys', 'faults', 'bench'];

/**
 * What to run: everything, or with `--only name[,name] [path …]` a part.
 * @param {string[]} args
 * @returns {{ names: string[], paths: string[] }}
 */
export function selectTests(args) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { only: { type: 'string' } } });
  const all = [...staticChecks, ...quickProjects, ...slowProjects];
  const names = values.only?.split(',') ?? (positionals.length > 0 ? [...quickProjects, ...slowProjects] : all);
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw badArgument(`--only ${unknown.join(',')} (${all.join(', ')})`);
  return { names, paths: positionals };
}
