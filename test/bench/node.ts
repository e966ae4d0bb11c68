/** Contestants that run on Node, each run in a process of its own. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onOneCore } from './one-core.ts';
import type { Contestant, Run } from './run.types.ts';

/** The program that runs one contestant once. */
export const contestantFile = fileURLToPath(new URL('./contestant.ts', import.meta.url));

/** One of the kinds that `contestant.ts` knows, with its arguments. */
export function onNode(name: string, ...args: readonly string[]): Contestant {
  const [command = '', ...rest] = [...onOneCore, process.execPath, contestantFile, ...args];
  const run = (): Run => {
    const child = spawnSync(command, rest, { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`${name} ${args.join(' ')} failed:\n${child.stderr}`);
    // The child is ours and prints a `Run`.
    return JSON.parse(child.stdout) as Run;
  };
  return { name, run };
}
