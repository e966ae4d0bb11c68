import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BrokenModel } from '../../../../checker/broken-model.ts';
import type { Exploration, ExploreOptions } from '../../../../checker/engine/explore.ts';
import type { Model } from '../../../../checker/index.ts';
import { randomModel } from '../../oracle/random-system.ts';
import { symmetricModel } from '../../oracle/symmetric-system.ts';
import { wideModel } from '../../oracle/wide-system.ts';
import { explored, inFolder, outcome } from './folder.ts';

const mostStates = 300;

/** Null for a model that is broken, has no levels to speak of, or too many states. */
function whole(model: Model, options: Partial<ExploreOptions>): Exploration | null {
  try {
    const found = explored(model, { ...options, maxStates: mostStates });
    return found.complete && found.depth > 1 ? found : null;
  } catch (cause) {
    if (cause instanceof BrokenModel) return null;
    throw cause;
  }
}

/**
 * Goes on from a checkpoint of every level, and expects what a search without a break finds; answers
 * how often.
 */
function resumeEverywhere(
  models: fc.Arbitrary<Model>,
  numRuns: number,
  options: Partial<ExploreOptions> = {},
): number {
  let resumed = 0;
  fc.assert(
    fc.property(models, (model) => {
      const expected = whole(model, options);
      fc.pre(expected !== null);
      for (let depth = 1; depth <= expected.depth; depth++) {
        inFolder((folder) => {
          // Either each level adds a part, or the last one writes all.
          const checkpoint = { folder, intervalSeconds: depth % 2 === 0 ? 0 : 1000 };
          explored(model, { ...options, maxDepth: depth, checkpoint });
          const found = explored(model, { ...options, resume: folder });
          expect(outcome(found)).toEqual(outcome(expected));
          resumed++;
        });
      }
    }),
    { numRuns },
  );
  return resumed;
}

describe('a search that goes on from a checkpoint of any level', () => {
  it('finds what one without a break finds', () => {
    expect(resumeEverywhere(randomModel, 8)).toBeGreaterThan(10);
    expect(resumeEverywhere(wideModel, 6)).toBeGreaterThan(6);
  }, 300_000);

  it('does so with symmetry', () => {
    const reduce = new Set(['symmetry' as const]);
    expect(resumeEverywhere(symmetricModel, 6, { reduce })).toBeGreaterThan(6);
  }, 300_000);
});

/**
 * Goes on from a checkpoint that a limit of states left up to a larger limit, and expects what a search without
 * a break finds by then; answers how often.
 */
function resumeWithin(
  models: fc.Arbitrary<Model>,
  numRuns: number,
  options: Partial<ExploreOptions> = {},
): number {
  const share = fc.double({ min: 0.05, max: 1, noNaN: true });
  let resumed = 0;
  fc.assert(
    fc.property(models, share, share, (model, before, after) => {
      const all = whole(model, options);
      fc.pre(all !== null);
      const [first, last] = [before, after]
        .toSorted((one, other) => one - other)
        .map((part) => Math.ceil(part * all.states));
      const within = (maxStates = 1): Partial<ExploreOptions> => ({ ...options, maxStates });
      const expected = explored(model, within(last));
      inFolder((folder) => {
        const checkpoint = { folder, intervalSeconds: 0 };
        explored(model, { ...within(first), checkpoint });
        fc.pre(existsSync(join(folder, 'manifest.json')));
        const found = explored(model, { ...within(last), resume: folder });
        expect(outcome(found)).toEqual(outcome(expected));
        resumed++;
      });
    }),
    { numRuns },
  );
  return resumed;
}

describe('a search that goes on from a checkpoint and is ended by a limit of states', () => {
  it('counts what one without a break counts by then, in the same order', () => {
    expect(resumeWithin(randomModel, 40)).toBeGreaterThan(20);
    expect(resumeWithin(wideModel, 20)).toBeGreaterThan(10);
  }, 300_000);

  it('does so with symmetry', () => {
    const reduce = new Set(['symmetry' as const]);
    expect(resumeWithin(symmetricModel, 20, { reduce })).toBeGreaterThan(10);
  }, 300_000);
});
