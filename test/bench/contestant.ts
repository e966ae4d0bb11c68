/**
 * One run of one contestant, in a process of its own: explores a model and prints what it took as one
 * line of JSON. Arguments: `engine <file> <export> <parameters> <options>`, the last two as JSON, the same
 * without options for `naive`, or `graph <resource managers>`. Time is counted from a model in memory to the
 * answer: the engine's own set-up, its calls of XState and the compilation of its loops are in, the start of
 * Node and of further threads is not: as the command does, they are started before the engine and the model
 * are loaded.
 */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { optimizeLate } from '../../checker/cli/optimizing.ts';
import { prepareWorkplace } from '../../checker/engine/workplace.ts';
import type { Model, ModelParameters } from '../../checker/index.ts';
import type { EngineOptions } from './node.ts';
import type { Run } from './run.types.ts';

type Explored = Omit<Run, 'cpuSeconds' | 'wallSeconds'>;

async function member([file, name, json]: readonly string[]): Promise<Model> {
  const module: unknown = await import(pathToFileURL(resolve(file ?? '')).href);
  // The benchmark names exports that are families of models.
  const families = module as Record<string, (parameters: ModelParameters) => Model>;
  const family = families[name ?? ''];
  if (family === undefined) throw new Error(`${file} has no family '${name}'`);
  // The benchmark passes what it was written with: an object of parameters.
  return family(JSON.parse(json ?? '{}') as ModelParameters);
}

/** Properties are evaluated; runs to what was found are not looked for, which is another search. */
async function byEngine(rest: readonly string[]): Promise<() => Explored> {
  // What the benchmark passes is typed over there.
  const { reduce = [], warmedBy = 0, ...limits } = JSON.parse(rest[3] ?? '{}') as EngineOptions;
  optimizeLate();
  prepareWorkplace(limits.workers ?? 1);
  const { explore } = await import('../../checker/engine/explore.ts');
  const { load } = await import('../../checker/system/load.ts');
  const model = await member(rest);
  const expected = new Set(Object.keys(model.expect));
  const options = { keepGoing: true, expected, traced: new Set<string>(), ...limits };
  const search = (limit: { readonly maxStates?: number }): Explored =>
    explore(load(model), { ...options, ...limit, reduce: new Set(reduce) });
  if (warmedBy > 0) search({ maxStates: warmedBy });
  return () => search({});
}

async function byOracle(rest: readonly string[]): Promise<() => Explored> {
  const { oracle } = await import('../checker/oracle/oracle.ts');
  const { load } = await import('../../checker/system/load.ts');
  const model = await member(rest);
  return () => {
    const answer = oracle(load(model));
    if (answer === null) throw new Error('the oracle gave up');
    return { states: answer.states, transitions: answer.transitions, bytesPerState: null };
  };
}

async function byGraph(rms: number): Promise<() => Explored> {
  const { exploreWithGraph } = await import('./two-phase-commit-graph.ts');
  return () => ({ states: exploreWithGraph(rms), transitions: null, bytesPerState: null });
}

async function contestant([kind, ...rest]: readonly string[]): Promise<() => Explored> {
  switch (kind) {
    case 'engine':
      return byEngine(rest);
    case 'naive':
      return byOracle(rest);
    case 'graph':
      return byGraph(Number(rest[0]));
    default:
      throw new Error(`no contestant '${kind ?? ''}': engine, naive or graph`);
  }
}

const run = await contestant(process.argv.slice(2));
const begun = performance.now();
const before = process.cpuUsage();
const { states, transitions, bytesPerState } = run();
const { user, system } = process.cpuUsage(before);
const wallSeconds = (performance.now() - begun) / 1000;
const cpuSeconds = (user + system) / 1e6;
const result: Run = { states, transitions, cpuSeconds, wallSeconds, bytesPerState };
process.stdout.write(`${JSON.stringify(result)}\n`);
