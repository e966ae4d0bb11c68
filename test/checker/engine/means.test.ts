import { describe, expect, it } from 'vitest';
import type { Exploration, ExploreOptions } from '../../../checker/engine/explore.ts';
import { explore } from '../../../checker/engine/explore.ts';
import { abd } from '../../../checker/examples/abd.model.ts';
import {
  resourceManager,
  twoPhaseCommit,
} from '../../../checker/examples/two-phase-commit.model.ts';
import type { Model } from '../../../checker/index.ts';
import { always } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';

const small = twoPhaseCommit({ rms: 5 });
/** Large enough for the threads to be started. */
const large: Model = {
  ...twoPhaseCommit({ rms: 7 }),
  properties: {
    ...twoPhaseCommit({ rms: 7 }).properties,
    FewPrepared: always(
      (view) => view.each(resourceManager).filter((one) => one.in('prepared')).length < 6,
    ),
  },
};

/** All that must not depend on the means. */
function explored(model: Model, means: Partial<ExploreOptions>): Partial<Exploration> {
  const {
    seconds: _seconds,
    bytesPerState: _bytes,
    reductions: _words,
    ...found
  } = explore(load(model), {
    keepGoing: true,
    ...means,
  });
  return found;
}

describe('what a search finds', () => {
  it.each([2, 3, 5])(
    'is the same for %s workers as for one',
    (workers) => {
      const alone = explored(large, { workers: 1 });
      expect(alone.states).toBe(296_448);
      expect(alone.verdicts?.get('FewPrepared')).toMatchObject({ verdict: 'violated', steps: 6 });
      expect(explored(large, { workers })).toEqual(alone);
    },
    60_000,
  );

  it('is the same for several workers where states stand for their orbits', () => {
    const register = abd({ scripts: 'w-rq' });
    const reduce = new Set(['symmetry'] as const);
    const alone = explored(register, { reduce, workers: 1 });
    expect(alone.states).toBe(35_391);
    expect(explored(register, {}).states).toBe(202_453);
    for (const workers of [2, 3]) expect(explored(register, { reduce, workers })).toEqual(alone);
  }, 60_000);

  it('is the same where a limit or a violation ends it, for any number of workers', () => {
    for (const limits of [{ maxStates: 100_000 }, { maxDepth: 9 }, { keepGoing: false }]) {
      expect(explored(large, { ...limits, workers: 2 })).toEqual(
        explored(large, { ...limits, workers: 1 }),
      );
    }
  }, 60_000);

  it('is the same where states are known by fingerprints, and the risk is told', () => {
    const { reductions, bytesPerState, ...found } = explore(load(large), {
      keepGoing: true,
      store: 'fingerprint',
    });
    expect(found.states).toBe(296_448);
    expect(found.verdicts).toEqual(explored(large, {}).verdicts);
    expect(bytesPerState).toBeLessThan(16);
    expect(reductions).toEqual([
      'states are known by fingerprints of 63 bits: that some state was taken for another and left out has a probability of at most 4.8e-9',
    ]);
  }, 60_000);

  it('takes at most 40 bytes a state for ten columns, and 16 by fingerprints', () => {
    const tenColumns = load(twoPhaseCommit({ rms: 8 }));
    const taken = (store: 'exact' | 'fingerprint'): number =>
      explore(tenColumns, { keepGoing: true, traced: new Set(), store }).bytesPerState;
    expect(taken('exact')).toBeLessThan(40);
    expect(taken('fingerprint')).toBeLessThan(16);
  });

  it('is the same where rows go to a file from the beginning', () => {
    for (const model of [small, large]) {
      expect(explored(model, { memory: 1 })).toEqual(explored(model, {}));
    }
  }, 60_000);

  it('is the same by all means at once', () => {
    const means = { workers: 2, store: 'fingerprint' as const, memory: 1 };
    expect(explored(large, means)).toEqual(explored(large, {}));
  }, 60_000);
});
