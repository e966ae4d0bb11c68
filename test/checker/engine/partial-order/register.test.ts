import { describe, expect, it } from 'vitest';
import type { Exploration, Reduction } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import { abd } from '../../../../checker/examples/abd.model.ts';
import { load } from '../../../../checker/system/load.ts';

const both = (
  scripts: string,
  reductions: readonly Reduction[] = ['partial-order'],
): Record<'full' | 'reduced', Exploration> => {
  const loaded = load(abd({ scripts }));
  const reduce = new Set(reductions);
  return {
    full: explore(loaded, { keepGoing: true }),
    reduced: explore(loaded, { keepGoing: true, reduce }),
  };
};

const verdictsOf = ({ verdicts }: Exploration): readonly string[] =>
  [...verdicts].map(([name, { verdict }]) => `${name} ${verdict}`);

describe('a register with three replicas under partial order reduction', () => {
  it('has less than a fifth of the states with three clients', () => {
    const { full, reduced } = both('w-q-q');
    expect(full.states).toBe(151_619);
    expect(reduced.states).toBe(5843);
    expect(full.states / reduced.states).toBeGreaterThan(5);
    expect(verdictsOf(reduced)).toEqual(verdictsOf(full));
  });

  it('has less than a fifteenth where its replicas are interchangeable as well', () => {
    const { full, reduced } = both('w-q-q', ['symmetry', 'partial-order']);
    expect(reduced.states).toBe(1169);
    expect(full.states / reduced.states).toBeGreaterThan(15);
    expect(verdictsOf(reduced)).toEqual(verdictsOf(full));
  });

  it('takes few steps more than once to a state, since others sleep', () => {
    const { reduced } = both('w-q-q');
    const { taken = 0, passed = 0 } = reduced.leftOut ?? {};
    expect([taken, passed]).toEqual([13_279, 2689]);
    // Without sleep sets 35 031 steps lead out of these 5843 states, beside those from states passed through.
    expect(taken - passed).toBeLessThan(35_031 / 3);
  });

  it('gives up no choice for the time that it takes, though two clients may do much on their own', () => {
    const loaded = load(abd({ scripts: 'ww-rr' }));
    const reduced = explore(loaded, { keepGoing: true, reduce: new Set(['partial-order']) });
    // All states are 31 872 983, which takes longer than a test should.
    expect(reduced.states).toBe(20_286);
    expect(reduced.leftOut?.inFull).not.toHaveProperty('effort');
    expect(verdictsOf(reduced)).toEqual(['Monotone holds', 'Finishes holds', 'Deadlock holds']);
  });

  it('shows a read that slips back, by a run of at least the shortest length', () => {
    const { full, reduced } = both('w-qq');
    expect(verdictsOf(reduced)).toEqual(verdictsOf(full));
    const [short, found] = [full, reduced].map(({ verdicts }) => verdicts.get('Monotone'));
    if (short?.verdict !== 'violated' || found?.verdict !== 'violated') throw new Error('no run');
    expect(found.run?.length).toBeGreaterThanOrEqual(short.run?.length ?? Infinity);
  });
});
