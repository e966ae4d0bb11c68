import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockOf,
  compareClocks,
  counterOf,
  covers,
  EMPTY_CLOCK,
  joinClocks,
  withCounter,
} from '../../../impl/core/clock.ts';
import { contextOf } from '../../../impl/core/version.ts';
import { clocks, versions } from '../versions.ts';

describe('clocks', () => {
  it('join to the least clock that covers both', () => {
    fc.assert(
      fc.property(clocks, clocks, clocks, (a, b, c) => {
        const joined = joinClocks(a, b);
        expect(covers(joined, a) && covers(joined, b)).toBe(true);
        expect(covers(c, joined)).toBe(covers(c, a) && covers(c, b));
      }),
    );
  });

  it('join idempotently, commutatively, associatively, with the empty clock as unit', () => {
    fc.assert(
      fc.property(clocks, clocks, clocks, (a, b, c) => {
        expect([...joinClocks(a, a)]).toEqual([...a]);
        expect([...joinClocks(a, b)]).toEqual([...joinClocks(b, a)]);
        const left = joinClocks(joinClocks(a, b), c);
        expect([...left]).toEqual([...joinClocks(a, joinClocks(b, c))]);
        expect([...joinClocks(EMPTY_CLOCK, a)]).toEqual([...a]);
      }),
    );
  });

  it('compare as their entries do', () => {
    const opposite = { equal: 'equal', before: 'after', after: 'before', concurrent: 'concurrent' };
    fc.assert(
      fc.property(clocks, clocks, (a, b) => {
        expect(compareClocks(b, a)).toBe(opposite[compareClocks(a, b)]);
        expect(compareClocks(a, b) === 'equal').toBe(
          JSON.stringify([...a]) === JSON.stringify([...b]),
        );
      }),
    );
  });

  it('hold no zero, ascend by node, and take a replaced counter as it is', () => {
    fc.assert(
      fc.property(clocks, fc.nat(5), (clock, counter) => {
        const changed = withCounter(clock, 'n2', counter);
        expect(counterOf(changed, 'n2')).toBe(counter);
        expect(counterOf(changed, 'n1')).toBe(counterOf(clock, 'n1'));
        expect([...changed.values()].every((value) => value > 0)).toBe(true);
        expect([...changed.keys()]).toEqual([...changed.keys()].toSorted());
      }),
    );
  });

  it('take the lecture slide: a write through C and one through D of the same read conflict', () => {
    const fromC = clockOf([['C', 2]]);
    const fromD = clockOf([
      ['C', 1],
      ['D', 1],
    ]);
    expect(compareClocks(fromC, fromD)).toBe('concurrent');
    expect(compareClocks(clockOf([['C', 1]]), fromD)).toBe('before');
  });

  it('give an answer a context that covers all of its versions', () => {
    fc.assert(
      fc.property(fc.array(versions), (all) => {
        const context = contextOf(all);
        for (const { clock, dot } of all) {
          expect(covers(context, clock)).toBe(true);
          expect(counterOf(context, dot.node)).toBeGreaterThanOrEqual(dot.counter);
        }
      }),
    );
  });
});
