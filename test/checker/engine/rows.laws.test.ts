import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batch } from '../../../checker/engine/batch.ts';
import { Layout } from '../../../checker/engine/layout.ts';
import { rowsPerChunk, RowStore } from '../../../checker/engine/row-store.ts';

/** Sizes of columns, and rows that fit them. */
const table = fc
  .array(
    fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 20 })),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      rows: fc.array(fc.tuple(...sizes.map((size) => fc.nat(size - 1))), {
        minLength: 1,
        maxLength: 200,
      }),
    }),
  );

function packed(layout: Layout, row: readonly number[]): Int32Array {
  const words = new Int32Array(layout.words);
  layout.pack(Int32Array.from(row), words, 0);
  return words;
}

function unpacked(store: RowStore, number: number): readonly number[] {
  const row = new Int32Array(store.layout.width);
  store.layout.unpack(store.chunk(number), store.offset(number), row);
  return [...row];
}

describe('a layout', () => {
  it('gives back what was packed, and marks every first word', () => {
    fc.assert(
      fc.property(table, ({ sizes, rows }) => {
        const layout = new Layout(sizes);
        expect(layout.fits(sizes)).toBe(true);
        for (const row of rows) {
          const words = packed(layout, row);
          const back = new Int32Array(sizes.length);
          layout.unpack(words, 0, back);
          expect([...back]).toEqual(row);
          expect((words[0] ?? 0) & 1).toBe(1);
        }
      }),
    );
  });

  it('has no room for a number that needs more bits', () => {
    expect(new Layout([4, 1]).fits([2 ** 30, 1])).toBe(false);
  });

  it('gives room to columns that grow as long as that takes no further word', () => {
    fc.assert(
      fc.property(table, ({ sizes }) => {
        const layout = new Layout(sizes);
        const roomy = [...layout.greatest].map((greatest) => greatest + 1);
        expect(new Layout(sizes).words).toBe(new Layout(roomy).words);
      }),
    );
    // 5, 13 and 3 of 7 bits take two words, in which 24 bits are free: 3 for each column, and more for the one
    // that has grown.
    const layout = new Layout([2 ** 5, 2 ** 13, 2 ** 7, 2 ** 7, 2 ** 7]);
    expect([...layout.greatest].map((greatest) => Math.log2(greatest + 1))).toEqual([
      8, 18, 10, 10, 10,
    ]);
  });
});

describe('a batch', () => {
  it('keeps its rows, their steps and their parents when it gets more room', () => {
    const ints = Int32Array.from({ length: 3000 }, (_, index) => index);
    const batch = new Batch(new Layout([2 ** 30, 2 ** 20]));
    batch.append({ rows: ints, rowsAt: 10, steps: ints, stepsAt: 100 }, 3, 7);
    batch.append({ rows: ints, rowsAt: 0, steps: ints, stepsAt: 0 }, 1000, 8);
    expect(batch.count).toBe(1003);
    expect([...batch.rows.subarray(0, 8)]).toEqual([10, 11, 12, 13, 14, 15, 0, 1]);
    expect([...batch.steps.subarray(0, 4)]).toEqual([100, 101, 102, 0]);
    expect([...batch.parents.subarray(0, 4)]).toEqual([7, 7, 7, 8]);
  });
});

describe('a row store', () => {
  it('keeps rows, also in another layout', () => {
    fc.assert(
      fc.property(table, ({ sizes, rows }) => {
        const layout = new Layout(sizes);
        const store = new RowStore(layout);
        for (const row of rows) store.append(packed(layout, row), 0, 1);
        const wider = new Layout(sizes.map((size) => size * 5));
        for (const same of [store, store.repacked(wider)]) {
          expect(same.count).toBe(rows.length);
          rows.forEach((row, index) => expect(unpacked(same, index)).toEqual(row));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('goes on in a new chunk where one is full', () => {
    const layout = new Layout([rowsPerChunk * 4]);
    const store = new RowStore(layout);
    const rows = Int32Array.from(
      { length: rowsPerChunk + 5 },
      (_, row) => packed(layout, [row])[0] ?? 0,
    );
    store.append(rows, 2, 3);
    store.append(rows, 5, rowsPerChunk);
    expect(store.count).toBe(rowsPerChunk + 3);
    expect(unpacked(store, rowsPerChunk + 2)).toEqual([rowsPerChunk + 4]);
    expect(store.bytes).toBe(2 * rowsPerChunk * layout.words * 4);
    expect(() => store.chunk(2 * rowsPerChunk)).toThrow('there is no row');
  });
});
