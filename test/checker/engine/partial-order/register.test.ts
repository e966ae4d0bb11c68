import { describe, expect, it } from 'vitest';
import { explore } from '../../../../checker/engine/explore.ts';
import type { Exploration } from '../../../../checker/engine/explore.ts';
import { abd } from '../../../../checker/examples/abd.model.ts';
import { load } from '../../../../checker/system/load.ts';

const both = (scripts: string): Record<'full' | 'reduced', Exploration> => {
  const loaded = load(abd({ scripts }));
  const reduce = new Set(['partial-order' as const]);
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

  it('shows a read that slips back, by a run of at least the shortest length', () => {
    const { full, reduced } = both('w-qq');
    expect(verdictsOf(reduced)).toEqual(verdictsOf(full));
    const [short, found] = [full, reduced].map(({ verdicts }) => verdicts.get('Monotone'));
    if (short?.verdict !== 'violated' || found?.verdict !== 'violated') throw new Error('no run');
    expect(found.run?.length).toBeGreaterThanOrEqual(short.run?.length ?? Infinity);
  });
});
