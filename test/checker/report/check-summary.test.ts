import { describe, expect, it } from 'vitest';
import type { Findings } from '../../../checker/check/findings.types.ts';
import type { ModelResult } from '../../../checker/check/results.types.ts';
import { unexplored } from '../../../checker/check/unexplored.ts';
import { summaryLines } from '../../../checker/report/check-summary.ts';
import { palette } from '../../../checker/report/palette.ts';

/** The line on the work of searches that found this. */
function workOf(...found: readonly Partial<Findings>[]): string | undefined {
  const results = found.map((some) => {
    const findings = { ...unexplored('interrupted'), ...some };
    // The line looks at nothing else.
    return { findings, properties: [], mutants: null } as unknown as ModelResult;
  });
  return summaryLines({ results, broken: [], failed: [] }, palette(false)).at(-1);
}

describe('the work of a check', () => {
  it('is told with its rate', () => {
    const work = workOf({ states: 40, transitions: 90, seconds: 2 }, { states: 2, seconds: 1 });
    expect(work).toBe('42 states, 90 transitions in 3.0 s, 30 transitions/s');
  });

  it('leaves what a search went on from out of the rate', () => {
    const resumedFrom = { states: 800, transitions: 5000, depth: 7 };
    const work = workOf({ states: 1000, transitions: 6000, seconds: 2, resumedFrom });
    expect(work).toBe('1 000 states, 6 000 transitions, 1 000 of them in 2.0 s, 500 transitions/s');
  });

  it('has no rate where it took no time', () => {
    expect(workOf({})).toBe('0 states, 0 transitions in 0.0 s');
  });
});
