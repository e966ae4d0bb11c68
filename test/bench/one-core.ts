/** One core for a contestant, so that none gains from threads that others don't have. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The command that runs another on one core; empty where the system has no `taskset`. */
export const onOneCore: readonly string[] = pinning();

function pinning(): readonly string[] {
  const core = firstCore();
  if (core === null) return [];
  const command = ['taskset', '-c', core];
  const [program = '', ...args] = command;
  const trial = spawnSync(program, [...args, 'true'], { stdio: 'ignore' });
  return trial.status === 0 ? command : [];
}

/** The first core that this process may use. */
function firstCore(): string | null {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    return /^Cpus_allowed_list:\s*(\d+)/m.exec(status)?.[1] ?? null;
  } catch {
    return null;
  }
}
