import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model, State } from '../../../checker/index.ts';
import { asJson, canonical } from '../../../checker/json.ts';
import { deadlock } from '../../../checker/model/property.ts';
import { enabled, initial } from '../../../checker/reference.ts';
import { Simulator } from '../../../checker/simulation/simulator.ts';
import { Random } from '../../../checker/simulation/random.ts';
import { Walker } from '../../../checker/simulation/walker.ts';
import type { StrategyName, WalkReport } from '../../../checker/simulation/walk.types.ts';
import { load } from '../../../checker/system/load.ts';
import { isShownBy } from '../../../checker/trace/evaluation.ts';
import { planned, unwatched } from '../fixtures/walks.ts';
import { randomModel } from '../oracle/random-system.ts';
import { endsOf } from '../oracle/real-runs.ts';
import { unlessBroken } from '../oracle/unless-broken.ts';
import { wideModel } from '../oracle/wide-system.ts';

const anyModel = fc.oneof(randomModel, wideModel);
const depth = 40;

function textOf(state: State): string {
  return canonical(asJson(state));
}

function oneWalk(model: Model, strategy: StrategyName, number: number): WalkReport {
  const simulator = new Simulator(load(model), planned({ depth, strategy }));
  const range = { first: number, count: 1, corpus: [], counts: true, tells: true };
  return simulator.walk(range, unwatched);
}

describe('a walk through a random system', () => {
  it.each(['uniform', 'pct'] as const)(
    'is one that the reference makes, and finds what the reference sees on it: %s',
    (strategy) => {
      let compared = 0;
      fc.assert(
        fc.property(anyModel, fc.nat(1000), (model, number) => {
          const report = unlessBroken(() => oneWalk(model, strategy, number));
          fc.pre(report !== null);
          const loaded = load(model);
          const ends = endsOf(loaded, report.told);
          expect(ends.length - 1).toBe(report.steps);
          if (report.steps < depth) {
            expect(enabled(loaded, ends.at(-1)?.state ?? initial(loaded).state)).toEqual([]);
          }
          const found = new Map(report.findings.map((one) => [one.property, one]));
          for (const property of [...Object.keys(model.properties), deadlock]) {
            const first = ends.findIndex((end) => isShownBy(loaded, property, end));
            expect([property, found.get(property)?.steps ?? -1]).toEqual([property, first]);
            const run = found.get(property)?.run;
            if (run === undefined) continue;
            compared++;
            const [end] = endsOf(loaded, run).slice(-1);
            expect(end !== undefined && isShownBy(loaded, property, end)).toBe(true);
            expect(run.length).toBeLessThanOrEqual(first);
          }
        }),
        { numRuns: 80 },
      );
      expect(compared).toBeGreaterThan(40);
    },
    120_000,
  );

  it('has the same fingerprint for the same state only, whichever way and by whomever it is met', () => {
    const states = new Map<number, string>();
    const texts = new Map<string, number>();
    fc.assert(
      fc.property(randomModel, fc.nat(1000), (model, seed) => {
        states.clear();
        texts.clear();
        unlessBroken(() => {
          for (const walk of [0, 1, 2, 3]) {
            // Each walk is made in a world of its own, so numbers are given in another order.
            const walker = new Walker(load(model), false);
            const random = new Random();
            random.seed(seed, walk);
            walker.begin();
            for (let step = 0; step < depth; step++) {
              const text = textOf(walker.world.decoded(walker.row));
              const { state } = walker.fingerprints;
              expect(states.get(state) ?? text).toBe(text);
              expect(texts.get(text) ?? state).toBe(state);
              states.set(state, text);
              texts.set(text, state);
              const count = walker.list();
              if (count === 0) break;
              walker.take(random.below(count));
            }
          }
        });
      }),
      { numRuns: 60 },
    );
    expect(states.size).toBeGreaterThan(0);
  }, 120_000);
});
