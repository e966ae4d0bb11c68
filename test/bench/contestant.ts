/**
 * One run of one contestant, in a process of its own: explores a model and prints what it took as one
 * line of JSON. Arguments: `engine <rms>`, `naive <rms>`, `graph <rms>`, `model <file> <name>`.
 */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { explore } from '../../checker/engine/explore.ts';
import { twoPhaseCommit } from '../../checker/examples/two-phase-commit.model.ts';
import type { Model } from '../../checker/index.ts';
import { load } from '../../checker/system/load.ts';
import { oracle } from '../checker/oracle/oracle.ts';
import { exploreWithGraph } from './two-phase-commit-graph.ts';

/** What one run took. */
export interface Run {
  readonly states: number;
  /** Null where the contestant doesn't say. */
  readonly transitions: number | null;
  /** User and system time of the process while it explored. */
  readonly cpuSeconds: number;
  readonly bytesPerState: number | null;
}

type Explored = Omit<Run, 'cpuSeconds'>;

function byEngine(model: Model): Explored {
  const expected = new Set(Object.keys(model.expect));
  return explore(load(model), { keepGoing: true, expected });
}

function byOracle(model: Model): Explored {
  const answer = oracle(load(model));
  if (answer === null) throw new Error('the oracle gave up');
  return { states: answer.states, transitions: answer.transitions, bytesPerState: null };
}

function byGraph(rms: number): Explored {
  return { states: exploreWithGraph(rms), transitions: null, bytesPerState: null };
}

async function modelNamed(file: string, name: string): Promise<Model> {
  const module: unknown = await import(pathToFileURL(resolve(file)).href);
  // A model file exports its models under this name; a wrong one fails right here.
  const { models } = module as { readonly models: readonly Model[] };
  const model = models.find((one) => one.name === name);
  if (model === undefined) throw new Error(`${file} has no model '${name}'`);
  return model;
}

async function contestant([kind, what, name]: readonly string[]): Promise<() => Explored> {
  const rms = Number(what);
  switch (kind) {
    case 'engine':
      return () => byEngine(twoPhaseCommit({ rms }));
    case 'naive':
      return () => byOracle(twoPhaseCommit({ rms }));
    case 'graph':
      return () => byGraph(rms);
    case 'model': {
      const model = await modelNamed(what ?? '', name ?? '');
      return () => byEngine(model);
    }
    default:
      throw new Error(`no contestant '${kind ?? ''}': engine, naive, graph or model`);
  }
}

const run = await contestant(process.argv.slice(2));
const before = process.cpuUsage();
const { states, transitions, bytesPerState } = run();
const { user, system } = process.cpuUsage(before);
const result: Run = { states, transitions, cpuSeconds: (user + system) / 1e6, bytesPerState };
process.stdout.write(`${JSON.stringify(result)}\n`);
