/** Contestants that run on Node, each run in a process of its own. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExploreOptions, Reduction } from '../../checker/engine/explore.ts';
import type { ModelParameters } from '../../checker/index.ts';
import { onCores } from './cores.ts';
import type { Absent, Contestant, Run } from './run.types.ts';

/** The program that runs one contestant once. */
export const contestantFile = fileURLToPath(new URL('./contestant.ts', import.meta.url));

/** What an engine may be told, as JSON. */
export interface EngineOptions extends Pick<ExploreOptions, 'maxStates' | 'workers'> {
  readonly reduce?: readonly Reduction[];
  /** So many states are explored before the clock starts, so that code which every search runs is compiled. */
  readonly warmedBy?: number;
}

/** A member of a family of models, named by the file and the export. */
export interface Member {
  readonly file: string;
  readonly family: string;
  readonly parameters: ModelParameters;
}

/** Our engine over a member, on as many cores as it has workers. */
export function engine(member: Member, options: EngineOptions = {}): Contestant | Absent {
  const { workers = 1, reduce = [], warmedBy = 0 } = options;
  const name = [
    ...(workers === 1 ? [] : [`${workers} workers`]),
    ...reduce,
    ...(warmedBy === 0 ? [] : ['warm']),
  ].join(', ');
  return onNode(name === '' ? 'engine' : name, engineArguments(member, options), workers);
}

/** The arguments of `contestant.ts` for the engine. */
export function engineArguments(
  { file, family, parameters }: Member,
  options: EngineOptions,
): readonly string[] {
  return ['engine', file, family, JSON.stringify(parameters), JSON.stringify(options)];
}

/** The naive explorer of the tests: string keys, and the semantics as one plain text. */
export function naive({ file, family, parameters }: Member): Contestant | Absent {
  return onNode('naive', ['naive', file, family, JSON.stringify(parameters)]);
}

/** XState's own traversal of graphs, over two-phase commit written as one machine. */
export function graph(rms: number): Contestant | Absent {
  return onNode('xstate/graph', ['graph', String(rms)]);
}

/** One of the kinds that `contestant.ts` knows, with its arguments. */
function onNode(name: string, args: readonly string[], cores = 1): Contestant | Absent {
  const pinned = onCores(cores);
  if (pinned === null) return { name, why: `fewer than ${cores} cores` };
  const [command = '', ...rest] = [...pinned, process.execPath, contestantFile, ...args];
  const run = (): Run => {
    const child = spawnSync(command, rest, { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`${name} ${args.join(' ')} failed:\n${child.stderr}`);
    // The child is ours and prints a `Run`.
    return JSON.parse(child.stdout) as Run;
  };
  return { name, run };
}
