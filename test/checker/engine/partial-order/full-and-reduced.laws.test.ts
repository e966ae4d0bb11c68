/** A reduced search comes upon all that the full one does, as far as properties can tell. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore } from '../../../../checker/engine/explore.ts';
import type { Tally } from '../../../../checker/engine/partial-order/tally.ts';
import type { Model } from '../../../../checker/index.ts';
import { byText } from '../../../../checker/json.ts';
import { load } from '../../../../checker/system/load.ts';
import { randomModel } from '../../oracle/random-system.ts';
import { expectShown } from '../../oracle/real-runs.ts';
import { unlessBroken } from '../../oracle/unless-broken.ts';
import { wideModel } from '../../oracle/wide-system.ts';
import { graphsModel } from './random-graphs.ts';
import { recordedModel } from './recorded-states.ts';
import { shuffledSearch } from './shuffled.ts';

const cap = 1500;

interface Answer {
  readonly states: number;
  readonly seen: readonly string[];
  readonly quiet: readonly string[];
  readonly verdicts: Readonly<Record<string, string>>;
}

/** What a search of a model answers; a broken model is an answer too. */
function asked(model: Model, over: readonly string[], reduced: boolean): Answer | string {
  const recorded = recordedModel(model, over);
  const answer = unlessBroken(() => {
    const loaded = load(recorded.model);
    const found = explore(loaded, {
      keepGoing: true,
      maxStates: cap,
      reduce: new Set(reduced ? ['partial-order' as const] : []),
    });
    if (!found.complete) return 'large';
    const verdicts = [...found.verdicts].map(([name, verdict]): [string, string] => {
      if (reduced && verdict.verdict === 'violated' && verdict.run !== null) {
        expectShown(loaded, name, verdict.run);
      }
      return [name, verdict.verdict];
    });
    return {
      states: found.states,
      seen: [...recorded.seen].toSorted(byText),
      quiet: [...recorded.quiet].toSorted(byText),
      verdicts: Object.fromEntries(verdicts),
    };
  });
  return answer ?? 'broken';
}

/** What a reduced search shows to properties that takes steps in another order. */
function shown(
  model: Model,
  over: readonly string[],
  seed: number,
): Partial<Answer> & { readonly tally: Tally | undefined } {
  const recorded = recordedModel(model, over);
  const shuffling = { seed, usesSymmetry: false, sleepsOnly: false, mostStates: Infinity };
  const pass = shuffledSearch(load(recorded.model), shuffling);
  return {
    tally: pass?.tally,
    seen: [...recorded.seen].toSorted(byText),
    quiet: [...recorded.quiet].toSorted(byText),
  };
}

/** Most random systems have so many faults that nothing commutes with all of them. */
function calmed(model: Model, inputs: number): Model {
  const offered = Object.keys(model.system.budgets).filter((label) => label.startsWith('input:'));
  const budgets = Object.fromEntries(inputs === 0 ? [] : offered.map((label) => [label, inputs]));
  return { ...model, system: { ...model.system, partitions: [], budgets } };
}

/** Of some events the environment brings about one alone, so that a step at one host forbids others elsewhere. */
function scarce(model: Model, events: number): Model {
  const labels = ['input:0', 'input:1', 'input:2'].filter((_, index) => (events >>> index) & 1);
  const budgets = Object.fromEntries(labels.map((label) => [label, 1]));
  return {
    ...model,
    system: { ...model.system, budgets: { ...model.system.budgets, ...budgets } },
  };
}

const asking = fc.record({
  model: fc.oneof(randomModel, wideModel),
  calm: fc.option(fc.nat(1), { nil: null, freq: 4 }),
  over: fc.nat(7),
  seed: fc.nat(),
});

describe('partial order reduction', () => {
  it('keeps verdicts, quiet states and what the hosts read may be in, of random systems', () => {
    let smaller = 0;
    fc.assert(
      fc.property(asking, ({ model, calm, over, seed }) => {
        const chosen = calm === null ? model : calmed(model, calm);
        const ids = model.system.hosts.map(({ id }) => id);
        const read = ids.filter((_, index) => ((over >>> index) & 1) === 1);
        const full = asked(chosen, read, false);
        fc.pre(full !== 'large');
        const reduced = asked(chosen, read, true);
        if (typeof full === 'string' || typeof reduced === 'string') {
          expect(reduced).toBe(full);
          return;
        }
        const { states, ...rest } = reduced;
        const { states: all, ...expected } = full;
        expect(rest).toEqual(expected);
        expect(states).toBeLessThanOrEqual(all);
        if (states < all) smaller++;
        const { seen, quiet } = shown(chosen, read, seed);
        expect(expected).toMatchObject({ seen, quiet });
      }),
      { numRuns: 200 },
    );
    expect(smaller).toBeGreaterThan(30);
  }, 300_000);

  it('keeps the same of random graphs with many ways to a state, in any order of steps', () => {
    let onCycles = 0;
    fc.assert(
      fc.property(graphsModel, fc.nat(7), fc.nat(7), fc.nat(), (graphs, events, over, seed) => {
        const model = scarce(graphs, events);
        const ids = model.system.hosts.map(({ id }) => id);
        const read = ids.filter((_, index) => ((over >>> index) & 1) === 1);
        const full = asked(model, read, false);
        fc.pre(typeof full !== 'string');
        const { tally, ...seen } = shown(model, read, seed);
        expect(full).toMatchObject(seen);
        if (tally !== undefined && tally.onCycles > 0) onCycles++;
      }),
      { numRuns: 1000 },
    );
    expect(onCycles).toBeGreaterThan(100);
  }, 300_000);
});
