import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A source file by its path from the root, with what it says. */
export interface SourceFile {
  path: string;
  text: string;
}

const folders = ['server', 'bot', 'h5', 'migrations', 'simulator', 'scripts', 'bench', 'test'];

/** Every TypeScript, Vue and script file of the project. */
export const readSources = (): SourceFile[] => folders.flatMap((folder) => walk(folder));

const walk = (folder: string): SourceFile[] => {
  const entries = readdirSafely(join(root, folder));
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path);
    return /\.(ts|vue|mjs)$/.test(entry.name) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : [];
  });
};

const readdirSafely = (path: string) => {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
};

/** What a file imports: project files as paths from the root, packages by name. */
export const importsOf = (file: SourceFile): string[] => {
  const found = file.text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[^\w.])import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g,
  );
  return [...found].map((match) => resolveImport(file.path, match[1] ?? match[2] ?? match[3] ?? ''));
};

const resolveImport = (from: string, target: string): string =>
  target.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), target)) : target;
