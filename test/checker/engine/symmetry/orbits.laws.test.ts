import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exploration } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import { actionText } from '../../../../checker/state/action.ts';
import type { LoadedModel } from '../../../../checker/system/load.ts';
import { load } from '../../../../checker/system/load.ts';
import { orbitsOf } from '../../oracle/orbits.ts';
import { expectShown } from '../../oracle/real-runs.ts';
import { symmetricModel } from '../../oracle/symmetric-system.ts';

const cap = 300;

/** What reduction may not change: verdicts, and the canonical runs, which the reference makes again. */
function verdictsOf(loaded: LoadedModel, { verdicts }: Exploration): Record<string, unknown> {
  return Object.fromEntries(
    [...verdicts].map(([name, verdict]) => {
      if (verdict.verdict === 'unknown' || verdict.run === null) return [name, verdict.verdict];
      expectShown(loaded, name, verdict.run);
      return [name, [verdict.verdict, ...verdict.run.map(actionText)]];
    }),
  );
}

describe('a search by representatives', () => {
  it('finds as many states as there are orbits, and what the full search finds', () => {
    let [compared, reduced] = [0, 0];
    fc.assert(
      fc.property(symmetricModel, (model) => {
        const loaded = load(model);
        const orbits = orbitsOf(loaded, cap);
        fc.pre(orbits !== null);
        const full = explore(load(model), { keepGoing: true });
        const found = explore(loaded, { keepGoing: true, reduce: new Set(['symmetry']) });
        expect(full.states).toBe(orbits.states);
        expect(found.states).toBe(orbits.orbits);
        expect(found.transitions).toBe(orbits.transitions);
        expect(found.depth).toBe(full.depth);
        expect(verdictsOf(loaded, found)).toEqual(verdictsOf(loaded, full));
        expect([...found.taken].toSorted()).toEqual([...full.taken].toSorted());
        expect([...found.happened].toSorted()).toEqual([...full.happened].toSorted());
        compared++;
        if (found.states * 2 < full.states) reduced++;
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(30);
    expect(reduced).toBeGreaterThan(10);
  }, 180_000);
});
