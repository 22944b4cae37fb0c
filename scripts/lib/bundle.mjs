import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Programs of the product: name of the bundle in dist/ → source file. */
const programs = {
  server: 'server/main.ts',
  simulator: 'simulator/main.ts',
  migrate: 'scripts/migrate.ts',
  demo: 'scripts/demo.ts',
};

/**
 * Bundles every program into NAME.js with a source map; npm packages stay outside.
 * @param {string} root
 * @param {string} [folder] where to
 */
export async function bundlePrograms(root, folder = join(root, 'dist')) {
  const { build, stop } = await import('esbuild');
  const present = Object.entries(programs).filter(([, file]) => existsSync(join(root, file)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'silent',
    plugins: [migrationList(root)],
  });
  await stop();
}

/**
 * Replaces scripts/database/migration-files.ts, which reads the folder, by static imports of what is in it.
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
function migrationList(root) {
  return {
    name: 'migration-list',
    setup: ({ onLoad }) =>
      onLoad({ filter: /[\\/]scripts[\\/]database[\\/]migration-files\.ts$/ }, () => ({
        contents: migrationImports(readdirSync(join(root, 'migrations'))),
        loader: 'ts',
        resolveDir: join(root, 'migrations'),
        watchDirs: [join(root, 'migrations')],
      })),
  };
}

/**
 * Source of a module with the same export as migration-files.ts, for these file names.
 * @param {string[]} names
 */
export function migrationImports(names) {
  const files = names.filter((name) => /^\d{4}_\w+\.ts$/.test(name)).sort();
  const imports = files.map((file, index) => `import * as m${index} from './${file}';`);
  const entries = files.map(
    (file, index) => `{ name: '${file.replace(/\.ts$/, '')}', up: m${index}.up, down: m${index}.down }`,
  );
  return `${imports.join('\n')}\nexport const loadMigrations = async () => [${entries.join(', ')}];\n`;
}
