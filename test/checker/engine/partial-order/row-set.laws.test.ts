import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowSet } from '../../../../checker/engine/partial-order/row-set.ts';
import { collidingRows } from '../colliding.ts';

/** Columns take larger and larger numbers while a search goes on. */
const column = fc.oneof(fc.nat(1), fc.nat(20), fc.nat(5000), fc.nat(2 ** 20));
const rows = fc.array(fc.tuple(fc.nat(1), column, column, column), {
  maxLength: 200,
  size: 'max',
});

/** A world that knows the numbers of all rows it was shown. */
class Sizes {
  readonly #sizes = [1, 1, 1, 1];

  note(row: readonly number[]): void {
    row.forEach((number, at) => (this.#sizes[at] = Math.max(this.#sizes[at] ?? 0, number + 1)));
  }

  sizes(): readonly number[] {
    return this.#sizes;
  }
}

describe('a set of rows', () => {
  it('is a map from rows to the order of their coming, however wide its columns become', () => {
    let layouts = 0;
    let most = 0;
    fc.assert(
      fc.property(rows, fc.nat(2), (all, every) => {
        const world = new Sizes();
        const set = new RowSet(world);
        const map = new Map<string, number>();
        let { layout } = set;
        for (const [index, row] of all.entries()) {
          world.note(row);
          expect(set.find(Int32Array.from(row))).toBe(map.get(row.join()) ?? -1);
          // Not all that is looked for in vain is added.
          if (map.has(row.join()) || index % (every + 1) > 0) continue;
          expect(set.add()).toBe(map.size);
          map.set(row.join(), map.size);
          if (set.layout !== layout) layouts++;
          ({ layout } = set);
        }
        expect(set.count).toBe(map.size);
        const read = new Int32Array(4);
        for (const [text, number] of map) {
          set.read(number, read);
          expect(read.join()).toBe(text);
          expect(set.find(read)).toBe(number);
        }
        most = Math.max(most, map.size);
      }),
    );
    expect(layouts).toBeGreaterThan(0);
    expect(most).toBeGreaterThan(100);
  });

  it('tells rows with the same hash apart', () => {
    const all = collidingRows();
    const set = new RowSet({ sizes: () => [2 ** 31, 2 ** 31] });
    all.forEach((row, number) => {
      expect(set.find(row)).toBe(-1);
      expect(set.add()).toBe(number);
    });
    all.forEach((row, number) => expect(set.find(row)).toBe(number));
    expect(set.count).toBeGreaterThan(5);
  });

  it('takes in nothing that wasn’t looked for, that it holds, or twice', () => {
    const set = new RowSet({ sizes: () => [4, 4] });
    expect(() => set.add()).toThrow('no row was looked for in vain');
    set.find(Int32Array.of(1, 2));
    set.add();
    expect(() => set.add()).toThrow('no row was looked for in vain');
    set.find(Int32Array.of(1, 2));
    expect(() => set.add()).toThrow('no row was looked for in vain');
    expect(set.count).toBe(1);
  });
});
