import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../checker/index.ts';
import { byText } from '../../../checker/json.ts';
import { explore } from '../../../checker/engine/explore.ts';
import { actionText } from '../../../checker/state/action.ts';
import { load } from '../../../checker/system/load.ts';
import { oracle } from './oracle.ts';
import { randomModel } from './random-system.ts';
import { endsOf } from './real-runs.ts';
import { unlessBroken } from './unless-broken.ts';
import { wideModel } from './wide-system.ts';

const cap = 500;

/** What both explorers must agree on; a broken model is an answer too. */
interface Answer {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** How many steps the shortest runs to each violation have. */
  readonly violated: Readonly<Record<string, number | null>>;
  readonly witnessed: readonly string[];
  readonly taken: readonly string[];
}

/** The canonical run to each violation and witness, as texts of its actions. */
type Runs = Readonly<Record<string, readonly string[]>>;

type Asked = { readonly answer: Answer; readonly runs: Runs } | 'broken' | 'large';

function askOracle(model: Model): Asked {
  const found = oracle(load(model), cap);
  if (found === null) return 'large';
  const { states, transitions, depth, violated, bestRun, witnessed, taken } = found;
  const answer = {
    states,
    transitions,
    depth,
    violated: Object.fromEntries(violated),
    witnessed: [...witnessed].toSorted(byText),
    taken: [...taken].toSorted(byText),
  };
  const runs = [...violated.keys(), ...witnessed].flatMap((name) => {
    const run = bestRun(name);
    return run === null ? [] : [[name, run.map(actionText)] as const];
  });
  return { answer, runs: Object.fromEntries(runs) };
}

function askEngine(model: Model): Asked {
  const loaded = load(model);
  const found = explore(loaded, { keepGoing: true, expected: new Set() });
  const violated: [string, number | null][] = [];
  const witnessed: string[] = [];
  const runs: [string, string[]][] = [];
  for (const [name, verdict] of found.verdicts) {
    const isWitness = model.properties[name]?.kind === 'sometimes';
    if (verdict.verdict === 'holds' && isWitness) witnessed.push(name);
    if (verdict.verdict === 'violated' && !isWitness) violated.push([name, verdict.steps]);
    if (verdict.verdict === 'unknown' || verdict.run === null) continue;
    endsOf(loaded, verdict.run);
    runs.push([name, verdict.run.map(actionText)]);
  }
  const { states, transitions, depth, taken } = found;
  const answer = {
    states,
    transitions,
    depth,
    violated: Object.fromEntries(violated),
    witnessed: witnessed.toSorted(byText),
    taken: [...taken].toSorted(byText),
  };
  return { answer, runs: Object.fromEntries(runs) };
}

/** Where the oracle has a run, the engine has the same one; it has one to everything that is shown. */
function expectSame(engine: Asked, naive: Asked): void {
  if (typeof engine === 'string' || typeof naive === 'string') {
    expect(engine).toEqual(naive);
    return;
  }
  expect(engine.answer).toEqual(naive.answer);
  expect(engine.runs).toMatchObject(naive.runs);
  const { violated, witnessed } = naive.answer;
  expect(Object.keys(engine.runs).toSorted(byText)).toEqual(
    [...Object.keys(violated), ...witnessed].toSorted(byText),
  );
}

/** Compares both explorers on random models, and counts which answers there were. */
function agree(models: fc.Arbitrary<Model>, numRuns: number): ReadonlyMap<string, number> {
  const answers = new Map<string, number>();
  fc.assert(
    fc.property(models, (model) => {
      const asked = unlessBroken(() => askOracle(model)) ?? 'broken';
      const kind = typeof asked === 'string' ? asked : 'explored';
      answers.set(kind, (answers.get(kind) ?? 0) + 1);
      fc.pre(asked !== 'large');
      expectSame(unlessBroken(() => askEngine(model)) ?? 'broken', asked);
    }),
    { numRuns },
  );
  return answers;
}

describe('the engine and the oracle', () => {
  it('agree on counts, verdicts, shortest runs and coverage of random systems', () => {
    expect(agree(randomModel, 120).get('explored')).toBeGreaterThan(40);
  }, 400_000);

  it('agree where hosts have many machines, keys and regions, with and without step properties', () => {
    expect(agree(wideModel, 150).get('explored')).toBeGreaterThan(40);
  }, 400_000);
});
