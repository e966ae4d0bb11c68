import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Layout } from '../../../checker/engine/layout.ts';
import { RowIndex } from '../../../checker/engine/row-index.ts';
import { RowStore } from '../../../checker/engine/row-store.ts';
import { collidingRows } from './colliding.ts';

const sizes = [50, 1 << 20, 1 << 20];
const row = fc.tuple(fc.nat(49), fc.nat((1 << 20) - 1), fc.nat((1 << 20) - 1));
const rows = fc.uniqueArray(row, { maxLength: 300, size: 'max', selector: (one) => one.join() });

describe('an index of rows', () => {
  it('finds the listed rows of a store by their places in the list, and no others', () => {
    let found = 0;
    fc.assert(
      fc.property(rows, fc.nat(3), (all, every) => {
        const layout = new Layout(sizes);
        const store = new RowStore(layout);
        for (const one of all) store.appendOne(layout.packed(Int32Array.from(one)), 0);
        const listed = all
          .map((_, number) => number)
          .filter((number) => number % (every + 1) === 0);
        const index = new RowIndex(store, Int32Array.from([...listed, -1]), listed.length);
        all.forEach((one, number) => {
          const words = Int32Array.from([5, ...layout.packed(Int32Array.from(one))]);
          expect(index.find(words, 1)).toBe(listed.indexOf(number));
        });
        found += listed.length;
      }),
    );
    expect(found).toBeGreaterThan(0);
  });

  it('tells rows with the same hash apart', () => {
    const layout = new Layout([2 ** 31, 2 ** 31]);
    const store = new RowStore(layout);
    const all = collidingRows().map((one) => layout.packed(one));
    for (const one of all) store.appendOne(one, 0);
    const [last, ...others] = all.map((_, number) => number).toReversed();
    const index = new RowIndex(store, Int32Array.from(others), others.length);
    all.forEach((one, number) => expect(index.find(one, 0)).toBe(others.indexOf(number)));
    expect(last).toBeGreaterThan(5);
  });
});
