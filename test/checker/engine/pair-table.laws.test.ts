import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairTable } from '../../../checker/engine/pair-table.ts';
import { failEachAllocation } from './failing-allocations.ts';

const number = fc.oneof(fc.nat(20), fc.nat(5000), fc.nat(2_000_000));
const entry = fc.tuple(number, number, fc.nat());

describe('a table of pairs', () => {
  it('is a map, however large its pairs are', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), (entries) => {
        const table = new PairTable();
        const map = new Map<string, number>();
        for (const [left, right, value] of entries) {
          expect(table.get(left, right)).toBe(map.get(`${left} ${right}`) ?? -1);
          table.set(left, right, value);
          map.set(`${left} ${right}`, value);
        }
        for (const [left, right] of entries) {
          expect(table.get(left, right)).toBe(map.get(`${left} ${right}`));
          expect(table.get(right, left)).toBe(map.get(`${right} ${left}`) ?? -1);
        }
      }),
    );
  });

  it('keeps what it has when it grows out of its matrix', () => {
    const table = new PairTable();
    for (let index = 0; index < 5000; index++) table.set(index, index * 3, index);
    for (let index = 0; index < 5000; index++) {
      expect(table.get(index, index * 3)).toBe(index);
      expect(table.get(index, index * 3 + 1)).toBe(-1);
    }
  });

  it('keeps what it has where there is no memory to grow', () => {
    const failed = failEachAllocation((tried) => {
      const table = new PairTable();
      const known = new Set<number>();
      for (let index = 0; index < 600; index++) {
        if (tried(() => table.set(index % 100, index, index))) known.add(index);
        expect(table.get(index % 100, index)).toBe(known.has(index) ? index : -1);
        expect(table.get(index % 100, index + 1)).toBe(-1);
      }
      for (const index of known) expect(table.get(index % 100, index)).toBe(index);
      expect(known.size).toBeGreaterThanOrEqual(599);
    });
    expect(failed).toBeGreaterThan(4);
  });
});
