import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const vantFolder = join(dirname(createRequire(import.meta.url).resolve('vant/package.json')), 'es');
const houseIcons = fileURLToPath(new URL('theme/vant-icons.css', import.meta.url));
const functionsOf: Record<string, string> = {
  showToast: 'toast',
  showLoadingToast: 'toast',
  showSuccessToast: 'toast',
  closeToast: 'toast',
  showNotify: 'notify',
  showDialog: 'dialog',
  showConfirmDialog: 'dialog',
  showImagePreview: 'image-preview',
};
const kebab = (name: string): string => name.replace(/\B([A-Z])/g, '-$1').toLowerCase();

/**
 * Adds, to every module that imports from `vant`, the styles of exactly the components it names, so that a route loads the
 * CSS it draws with and nothing else. Vant's icon font is replaced by the few glyphs the house uses.
 */
export const vantStyles = (): Plugin => ({
  name: 'vant-styles',
  enforce: 'post',
  transform(code, file) {
    if (file.includes('node_modules') || !/\.(vue|ts)($|\?)/.test(file)) return null;
    const names = [...code.matchAll(/import\s*\{([^}]+)\}\s*from\s*["']vant["']/g)].flatMap((found) =>
      (found[1] ?? '').split(',').map((part) => part.trim().split(/\s+as\s+/)[0] ?? ''),
    );
    const styles = new Set(names.filter((name) => name && !name.startsWith('type ')).flatMap(stylesOf));
    if (!styles.size) return null;
    const imports = [...styles].map((style) => `import ${JSON.stringify(style)};`).join('');
    return { code: `${imports}\n${code}`, map: null };
  },
});

function stylesOf(name: string): string[] {
  const folder = join(vantFolder, functionsOf[name] ?? kebab(name), 'style');
  let source: string;
  try {
    source = readFileSync(join(folder, 'index.mjs'), 'utf8');
  } catch {
    return [];
  }
  return [...source.matchAll(/import "([^"]+\.css)"/g)]
    .map((found) => join(folder, found[1] ?? ''))
    .filter((path) => !path.endsWith('base.css'))
    .map((path) =>
      path === join(vantFolder, 'icon/index.css') ? houseIcons : `vant/es/${relative(vantFolder, path)}`,
    );
}
