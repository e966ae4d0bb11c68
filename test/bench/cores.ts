/** Cores for contestants, so that none gains from threads that others don't have. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The cores that this process may use; null where the system doesn't say. */
const allowed: readonly string[] | null = allowedCores();

/**
 * The command that runs another on so many cores; empty where the system has no `taskset`, null where
 * there are fewer cores.
 */
export function onCores(count: number): readonly string[] | null {
  if (allowed === null) return [];
  const cores = allowed.slice(0, count);
  return cores.length < count ? null : ['taskset', '-c', cores.join(',')];
}

/** The command that runs another on one core; empty where the system has no `taskset`. */
export const onOneCore: readonly string[] = onCores(1) ?? [];

function allowedCores(): readonly string[] | null {
  if (spawnSync('taskset', ['--version']).error !== undefined) return null;
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1];
    return list === undefined ? null : coresIn(list);
  } catch {
    return null;
  }
}

/** The numbers in a list of cores as Linux writes it: `0-3,8`. */
export function coresIn(list: string): readonly string[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
  });
}
