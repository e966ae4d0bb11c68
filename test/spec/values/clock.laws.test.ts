import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, descends, join, noClock, sameClock, withDot } from '../../../spec/values/clock.ts';

const node = fc.constantFrom('A', 'B', 'C');
const clock = fc.dictionary(node, fc.integer({ min: 1, max: 4 }));
const dot = fc.record({ node, counter: fc.integer({ min: 1, max: 4 }) });

describe('joining clocks', () => {
  it('gives the least clock that descends from both', () => {
    fc.assert(
      fc.property(clock, clock, clock, (a, b, other) => {
        const joined = join(a, b);
        expect(descends(joined, a) && descends(joined, b)).toBe(true);
        expect(descends(other, joined)).toBe(descends(other, a) && descends(other, b));
      }),
    );
  });

  it('is idempotent, commutative and associative, and the empty clock adds nothing', () => {
    fc.assert(
      fc.property(clock, clock, clock, (a, b, c) => {
        expect(sameClock(join(a, a), a)).toBe(true);
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
        expect(sameClock(join(a, noClock), a)).toBe(true);
      }),
    );
  });
});

describe('a clock with a dot', () => {
  it('covers what the clock covered, and the dot', () => {
    fc.assert(
      fc.property(clock, dot, dot, (before, added, any) => {
        const after = withDot(before, added);
        expect(covers(after, added)).toBe(true);
        const sameNode = any.node === added.node && any.counter <= added.counter;
        expect(covers(after, any)).toBe(covers(before, any) || sameNode);
      }),
    );
  });
});

// Conflict clicker of the lecture: which pairs of versions are in conflict?
describe("the lecture's conflict question", () => {
  it.each([
    ['A', { X: 3, Y: 6 }, { X: 3, Z: 2 }, true],
    ['B', { X: 3 }, { X: 5 }, false],
    ['C', { X: 3, Y: 6 }, { X: 3, Y: 6, Z: 2 }, false],
    ['D', { X: 3, Y: 10 }, { X: 3, Y: 6, Z: 2 }, true],
    ['E', { X: 3, Y: 10 }, { X: 3, Y: 20, Z: 2 }, false],
  ])('has for %s the answer of the clocks', (_, left, right, conflict) => {
    expect(!descends(left, right) && !descends(right, left)).toBe(conflict);
  });
});
