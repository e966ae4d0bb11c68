import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, NumbersByHash } from '../../../checker/engine/numbers-by-hash.ts';

/** Hashes of which many are the same, many differ in high bits alone, and many end up side by side. */
const hash = fc.oneof(
  fc.nat(3),
  fc.integer(),
  fc.nat(40).map((high) => (high << 20) | 0x3f),
  fc.nat(5).map((low) => low - 3),
);

function under(table: NumbersByHash, wanted: number): readonly number[] {
  const numbers: number[] = [];
  for (let one = table.first(wanted); one !== -1; one = table.next(wanted)) numbers.push(one);
  return numbers.toSorted((one, other) => one - other);
}

describe('a table of numbers by hash', () => {
  it('has under each hash what a map of lists has, whatever room it began with', () => {
    let most = 0;
    fc.assert(
      fc.property(
        fc.array(hash, { maxLength: 700, size: 'max' }),
        fc.array(hash),
        fc.nat(300),
        (added, others, expected) => {
          const table = new NumbersByHash(expected);
          const map = new Map<number, number[]>();
          added.forEach((one, number) => {
            expect(table.add(one)).toBe(number);
            map.set(one, [...(map.get(one) ?? []), number]);
          });
          expect(table.count).toBe(added.length);
          for (const one of new Set([...added, ...others])) {
            expect(under(table, one)).toEqual(map.get(one) ?? []);
          }
          most = Math.max(most, added.length);
        },
      ),
    );
    // 64, 128, 256 and 512 slots are too few.
    expect(most).toBeGreaterThan(350);
  });

  it('grows while it is asked', () => {
    const table = new NumbersByHash();
    const capacities = new Set<number>();
    for (let number = 0; number < 10_000; number++) {
      expect(table.first(number * 64)).toBe(-1);
      table.add(number * 64);
      expect(table.first((number >>> 1) * 64)).toBe(number >>> 1);
      capacities.add(table.bytes);
    }
    expect(capacities.size).toBeGreaterThan(6);
  });

  it('has room from the beginning for as many as are expected', () => {
    fc.assert(
      fc.property(fc.nat(3000), (expected) => {
        const table = new NumbersByHash(expected);
        const { bytes } = table;
        for (let number = 0; number < expected; number++) table.add(number);
        expect(table.bytes).toBe(bytes);
      }),
    );
  });
});

describe('the hash of integers', () => {
  it('is the same wherever they stand', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (list, before) => {
        const alone = hashOf(Int32Array.from(list), 0, list.length);
        const all = Int32Array.from([...before, ...list, 7]);
        expect(hashOf(all, before.length, list.length)).toBe(alone);
      }),
    );
  });

  it('tells lists of zeros apart by their lengths', () => {
    const zeros = new Int32Array(100);
    const hashes = Array.from({ length: 100 }, (_, length) => hashOf(zeros, 0, length));
    expect(new Set(hashes).size).toBe(100);
  });
});
