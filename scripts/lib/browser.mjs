import { existsSync, readdirSync } from 'node:fs';
import { canInstallPackages, installPackages } from './apt.mjs';
import { noChromium } from './failures.mjs';
import { findProgram } from './mariadb-binaries.mjs';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const fontFolders = ['/usr/share/fonts', '/usr/local/share/fonts'];
const chineseFont = /wqy|cjk|SourceHanSans|NotoSansSC|msyh|PingFang/i;

/**
 * Path of a Chromium for the journeys (CHROME_PATH wins), and a Chinese font for what it draws; both installed from the
 * distribution when missing and allowed.
 * @param {(detail: string) => void} report
 * @returns {Promise<string>}
 */
export async function ensureBrowser(report) {
  const found = findBrowser();
  const missing = [...(found ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-wqy-microhei'])];
  if (missing.length > 0 && canInstallPackages()) await installPackages(missing, report);
  const browser = findBrowser();
  if (!browser) throw noChromium();
  return browser;
}

function findBrowser() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen && existsSync(chosen)) return chosen;
  return programs.map((name) => findProgram(name)).find((path) => path !== undefined);
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const files = fontFolders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  return files.some((file) => chineseFont.test(file));
}
