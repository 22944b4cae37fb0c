import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const hasProc = existsSync('/proc/self/stat');

/**
 * A text that tells this process from a later one with the same pid (pid and start time), undefined when no such process
 * runs. A zombie counts as gone.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
  try {
    const started = hasProc
      ? startTicks(pid)
      : execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
          .toString()
          .trim();
    return started ? `${pid}@${started}` : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function startTicks(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The program's name may hold spaces, so count fields behind its closing bracket: state first, start time 20th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

/**
 * Pids of running processes whose command line, with a space behind every argument, holds every given part; not our own.
 * @param {string[]} parts
 * @returns {number[]}
 */
export function findByCommandLine(...parts) {
  return commandLines()
    .filter(({ pid, line }) => pid !== process.pid && parts.every((part) => line.includes(part)))
    .filter(({ pid }) => identityOf(pid) !== undefined)
    .map(({ pid }) => pid);
}

/** @returns {{ pid: number, line: string }[]} */
function commandLines() {
  if (!hasProc) {
    const rows = execFileSync('ps', ['-axo', 'pid=,command=']).toString().split('\n');
    return rows.map((row) => ({ pid: Number.parseInt(row, 10), line: `${row} ` })).filter(({ pid }) => pid > 0);
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({ pid: Number(pid), line: commandLine(pid) }));
}

/** @param {string} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
