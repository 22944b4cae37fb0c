import { oldNode } from './failures.mjs';

const wanted = '20.19.0';

/** Refuses a Node.js older than the tools need. @param {string} [found] */
export function ensureNode(found = process.versions.node) {
  if (isOlder(found, wanted)) throw oldNode(found, wanted);
}

/**
 * Whether a version like 20.9.1 comes before another one.
 * @param {string} version
 * @param {string} other
 */
export function isOlder(version, other) {
  const [left, right] = [numbers(version), numbers(other)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}

/** @param {string} version */
function numbers(version) {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}
