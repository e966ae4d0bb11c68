/** Sleep sets alone leave out steps, but no state, in whatever order steps are taken. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore } from '../../../../checker/engine/explore.ts';
import type { Model } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';
import { randomModel } from '../../oracle/random-system.ts';
import { symmetricModel } from '../../oracle/symmetric-system.ts';
import { unlessBroken } from '../../oracle/unless-broken.ts';
import { wideModel } from '../../oracle/wide-system.ts';
import { graphModel } from './random-graphs.ts';
import { shuffledSearch } from './shuffled.ts';

const cap = 1500;

interface Sizes {
  readonly states: number;
  readonly transitions: number;
  /** How often steps were taken, where some sleep. */
  readonly went?: number;
}

/** What a search answers; a broken or a large model is an answer too. */
function answerOf(search: () => Sizes | null): Sizes | 'broken' | 'large' {
  return unlessBroken(() => search() ?? ('large' as const)) ?? 'broken';
}

/** Whether the search whose steps sleep comes upon as many states as the full one, by fewer steps. */
function expectSameStates(model: Model, seed: number, usesSymmetry: boolean): boolean {
  const plain = { ...model, properties: {}, expect: {} };
  const reduce = new Set(usesSymmetry ? ['symmetry' as const] : []);
  const full = answerOf(() => {
    const found = explore(load(plain), { keepGoing: true, maxStates: cap, reduce });
    return found.complete ? found : null;
  });
  fc.pre(full !== 'large');
  const drowsy = answerOf(() => {
    const shuffling = { seed, usesSymmetry, sleepsOnly: true, mostStates: cap * 4 };
    const pass = shuffledSearch(load(plain), shuffling);
    if (pass === null) return null;
    const { taken, retaken, asleep, enabled } = pass.tally;
    expect(taken - retaken + asleep).toBe(enabled);
    return { states: pass.states.kept.count, transitions: enabled, went: taken };
  });
  // What breaks may lie behind more states than that.
  fc.pre(drowsy !== 'large' || full !== 'broken');
  if (typeof full === 'string' || typeof drowsy === 'string') {
    expect(drowsy).toBe(full);
    return false;
  }
  expect([drowsy.states, drowsy.transitions]).toEqual([full.states, full.transitions]);
  return (drowsy.went ?? 0) < full.transitions;
}

describe('sleep sets alone', () => {
  it('come upon every vertex of random graphs', () => {
    let fewer = 0;
    fc.assert(
      fc.property(graphModel, fc.nat(), (model, seed) => {
        if (expectSameStates(model, seed, false)) fewer++;
      }),
      { numRuns: 500 },
    );
    expect(fewer).toBeGreaterThan(20);
  }, 300_000);

  it('come upon every state of random systems, and mostly by fewer steps', () => {
    let fewer = 0;
    fc.assert(
      fc.property(fc.oneof(randomModel, wideModel), fc.nat(), (model, seed) => {
        if (expectSameStates(model, seed, false)) fewer++;
      }),
      { numRuns: 200 },
    );
    expect(fewer).toBeGreaterThan(50);
  }, 300_000);

  it('come upon every orbit of random symmetric systems', () => {
    let fewer = 0;
    fc.assert(
      fc.property(symmetricModel, fc.nat(), (model, seed) => {
        if (expectSameStates(model, seed, true)) fewer++;
      }),
      { numRuns: 150 },
    );
    expect(fewer).toBeGreaterThan(20);
  }, 300_000);
});
