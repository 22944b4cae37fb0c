import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePrograms } from '../../../scripts/lib/bundle.mjs';
import { root } from '../../../scripts/lib/root.mjs';

/** The programs people ran before this version, built from the repository's history. */
export interface PreviousVersion {
  /** What it was: a tag, or a commit. */
  name: string;
  /** Folder of its bundles. */
  dist: string;
  remove(): void;
}

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** The newest release (a tag like `v1.2.0`) before this commit; before the first one, the commit before the newest migration came. */
const findPrevious = (): string | null => {
  try {
    const released = git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', 'HEAD~1');
    if (released) return released;
  } catch {
    // Nothing has been released yet.
  }
  try {
    const newest = git('log', '-1', '--diff-filter=A', '--format=%H', '--', 'migrations');
    return newest ? git('rev-parse', '--short', `${newest}~1`) : null;
  } catch {
    return null;
  }
};

/** Null where there is no history to build it from. */
export const buildPreviousVersion = async (): Promise<PreviousVersion | null> => {
  const name = findPrevious();
  if (!name) return null;
  // Inside the checkout, because bundles find their packages from where they lie.
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'previous-'));
  execFileSync('sh', ['-c', `git archive ${name} | tar -x -C "$0"`, folder], { cwd: root });
  const dist = join(folder, 'dist');
  await bundlePrograms(folder, dist);
  return { name, dist, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
