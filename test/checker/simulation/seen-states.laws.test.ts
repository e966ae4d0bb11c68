import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../checker/simulation/random.ts';
import { SeenStates } from '../../../checker/simulation/seen-states.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const prints = fc.array(fc.tuple(fc.oneof(word, fc.integer({ min: 0, max: 9 })), word), {
  maxLength: 300,
});

function seen(all: readonly (readonly [number, number])[]): SeenStates {
  const states = new SeenStates();
  for (const [low, high] of all) states.add(low, high);
  return states;
}

/** So many fingerprints as good as random, from one seed. */
function many(count: number, seed: number): SeenStates {
  const random = new Random();
  random.seed(seed, 0);
  const states = new SeenStates();
  for (let at = 0; at < count; at++) states.add(random.next() | 0, random.next() | 0);
  return states;
}

describe('the states seen', () => {
  it('are counted exactly, whatever is seen again', () => {
    fc.assert(
      fc.property(prints, (all) => {
        const distinct = new Set(all.map(([low, high]) => `${low | 1} ${high}`)).size;
        expect(seen([...all, ...all]).total).toEqual({ count: distinct, isExact: true });
      }),
    );
  });

  it('are the same however they were divided and put together', () => {
    fc.assert(
      fc.property(prints, prints, (some, others) => {
        const merged = new SeenStates();
        merged.merge(seen(others).data);
        merged.merge(seen(some).data);
        expect(merged.total).toEqual(seen([...some, ...others]).total);
        expect(merged.data.registers).toEqual(seen([...some, ...others]).data.registers);
      }),
    );
  });

  it('are estimated to within 4 % once they are many, and that is said', () => {
    for (const [count, seed] of [
      [800_000, 1],
      [1_500_000, 2],
    ] as const) {
      const { count: estimate, isExact } = many(count, seed).total;
      expect(isExact).toBe(false);
      expect(Math.abs(estimate / count - 1)).toBeLessThan(0.04);
    }
  });

  it('are estimated alike by one that saw all and by two that saw a part each', () => {
    const merged = many(600_000, 1);
    merged.merge(many(600_000, 2).data);
    const other = many(600_000, 2);
    other.merge(many(600_000, 1).data);
    expect(merged.total).toEqual(other.total);
    expect(merged.total.isExact).toBe(false);
  });
});
