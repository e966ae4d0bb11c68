import { describe, expect, it } from 'vitest';
import { explore } from '../../../checker/engine/explore.ts';
import { twoPhaseCommit } from '../../../checker/examples/two-phase-commit.model.ts';
import { load } from '../../../checker/system/load.ts';

describe('two-phase commit', () => {
  it.each([
    [3, 288, 1145],
    [5, 8832, 58_145],
    [7, 296_448, 2_744_705],
  ])('with %i resource managers has %i states and %i transitions', (rms, states, transitions) => {
    const found = explore(load(twoPhaseCommit({ rms })), {
      keepGoing: false,
      expected: new Set(),
    });
    expect(found).toMatchObject({ complete: true, states, transitions });
    expect(found.verdicts.get('Agreement')).toEqual({ verdict: 'holds', run: null });
  });

  it.each([
    [3, 80],
    [5, 314],
    [7, 920],
  ])('with %i interchangeable resource managers has %i orbits', (rms, orbits) => {
    const found = explore(load(twoPhaseCommit({ rms })), {
      keepGoing: false,
      reduce: new Set(['symmetry']),
    });
    expect(found).toMatchObject({ complete: true, states: orbits });
    expect(found.verdicts.get('Agreement')).toEqual({ verdict: 'holds', run: null });
  });
});
