import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { run } from './command.mjs';
import { packagesNotInstalled } from './failures.mjs';
import { findProgram } from './mariadb-binaries.mjs';
import { isRoot } from './system-account.mjs';

const policyFile = '/usr/sbin/policy-rc.d';

/** Whether we may install distribution packages here. */
export function canInstallPackages() {
  return isRoot && findProgram('apt-get') !== undefined;
}

/**
 * Installs distribution packages (Debian, Ubuntu) without their recommendations, without removing any other package and
 * without starting a service.
 * @param {string[]} packages
 * @param {(detail: string) => void} report
 */
export async function installPackages(packages, report) {
  report('apt-get update');
  await aptGet(['update']);
  const restore = forbidServices();
  try {
    const { code, output } = await aptGet(installFlags(packages), (line) => {
      // dlstatus:3:41.2:Retrieving file 3 of 5 / pmstatus:libaio1:20.0:Unpacking libaio1
      const [kind, , percent, text] = line.split(':');
      if (kind === 'dlstatus' || kind === 'pmstatus') report(`${Math.round(Number(percent))} % ${text ?? ''}`);
    });
    if (code !== 0) throw packagesNotInstalled(packages, reasonIn(output));
  } finally {
    restore();
  }
}

/** @param {string[]} packages */
function installFlags(packages) {
  const options = ['-y', '--no-install-recommends', '--no-remove', '-o', 'APT::Status-Fd=3', '-o', 'Dpkg::Use-Pty=0'];
  return ['install', ...options, ...packages];
}

/** @param {string[]} args @param {(line: string) => void} [onLine] */
function aptGet(args, onLine) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  return run('apt-get', ['-o', 'DPkg::Lock::Timeout=180', ...args], { env, ...(onLine && { onLine }) });
}

/** Debian's way of saying that packages must not start what they bring. @returns {() => void} takes it back */
function forbidServices() {
  if (existsSync(policyFile)) return () => {};
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(policyFile, { force: true });
}

/** @param {string} output */
function reasonIn(output) {
  return output.split('\n').find((line) => line.startsWith('E:')) ?? 'see apt-get';
}
