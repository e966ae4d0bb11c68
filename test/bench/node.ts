/** Contestants that run on Node, each run in a process of its own. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExploreOptions } from '../../checker/engine/explore.ts';
import type { ModelParameters } from '../../checker/index.ts';
import { onOneCore } from './one-core.ts';
import type { Contestant, Run } from './run.types.ts';

/** The program that runs one contestant once. */
export const contestantFile = fileURLToPath(new URL('./contestant.ts', import.meta.url));

/** What an engine may be told. */
export type EngineOptions = Pick<ExploreOptions, 'maxStates'>;

/** A member of a family of models, named by the file and the export. */
export interface Member {
  readonly file: string;
  readonly family: string;
  readonly parameters: ModelParameters;
}

/** Our engine over a member; `name` tells several engines with other options apart. */
export function engine(member: Member, options: EngineOptions = {}, name = 'engine'): Contestant {
  return onNode(name, ...engineArguments(member, options));
}

/** The arguments of `contestant.ts` for the engine. */
export function engineArguments(
  { file, family, parameters }: Member,
  options: EngineOptions,
): readonly string[] {
  return ['engine', file, family, JSON.stringify(parameters), JSON.stringify(options)];
}

/** The naive explorer of the tests: string keys, and the semantics as one plain text. */
export function naive({ file, family, parameters }: Member): Contestant {
  return onNode('naive', 'naive', file, family, JSON.stringify(parameters));
}

/** XState's own traversal of graphs, over two-phase commit written as one machine. */
export function graph(rms: number): Contestant {
  return onNode('xstate/graph', 'graph', String(rms));
}

/** One of the kinds that `contestant.ts` knows, with its arguments. */
function onNode(name: string, ...args: readonly string[]): Contestant {
  const [command = '', ...rest] = [...onOneCore, process.execPath, contestantFile, ...args];
  const run = (): Run => {
    const child = spawnSync(command, rest, { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`${name} ${args.join(' ')} failed:\n${child.stderr}`);
    // The child is ours and prints a `Run`.
    return JSON.parse(child.stdout) as Run;
  };
  return { name, run };
}
