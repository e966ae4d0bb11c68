import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batch } from '../../../checker/engine/batch.ts';
import { Layout } from '../../../checker/engine/layout.ts';
import { RowStore, chunkRows } from '../../../checker/engine/row-store.ts';
import { VisitedSet } from '../../../checker/engine/visited-set.ts';

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

function batchOf(layout: Layout, rows: readonly (readonly number[])[]): Batch {
  const batch = new Batch(layout);
  batch.makeRoom(rows.length);
  for (const row of rows) {
    batch.copy(packed(layout, row), 0);
    batch.parents[batch.count] = batch.count;
    batch.count++;
  }
  return batch;
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
});

describe('a batch', () => {
  it('reads what was written to the draft, and refuses what does not fit', () => {
    const layout = new Layout([5, 100, 1]);
    const batch = batchOf(layout, [[1, 2, 0]]);
    batch.copy(batch.rows, 0);
    expect(batch.differs(batch.rows, 0)).toBe(false);
    expect(batch.write(1, 77)).toBe(true);
    expect([0, 1, 2].map((column) => batch.read(column))).toEqual([1, 77, 0]);
    expect(batch.differs(batch.rows, 0)).toBe(true);
    expect(batch.write(2, 1)).toBe(false);
  });

  it('keeps its rows when it gets more room', () => {
    const layout = new Layout([1000]);
    const batch = batchOf(layout, [[1], [2], [3]]);
    batch.makeRoom(100_000);
    expect(layout.read(batch.rows, 2, 0)).toBe(3);
    expect([...batch.parents.subarray(0, 3)]).toEqual([0, 1, 2]);
  });
});

describe('a row store', () => {
  it('keeps rows, parents and actors, also in another layout', () => {
    fc.assert(
      fc.property(table, ({ sizes, rows }) => {
        const layout = new Layout(sizes);
        const store = new RowStore(layout);
        rows.forEach((row, index) => {
          const added = { parent: index - 1, actor: index % 256 };
          expect(store.append(packed(layout, row), 0, added)).toBe(index);
        });
        const wider = new Layout(sizes.map((size) => size * 5));
        for (const same of [store, store.repacked(wider)]) {
          expect(same.count).toBe(rows.length);
          rows.forEach((row, index) => {
            expect(unpacked(same, index)).toEqual(row);
            expect(same.parent(index)).toBe(index - 1);
            expect(same.actor(index)).toBe(index % 256);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('goes on in a new chunk where one is full', () => {
    const layout = new Layout([chunkRows * 4]);
    const store = new RowStore(layout);
    for (let row = 0; row <= chunkRows; row++) {
      store.append(packed(layout, [row]), 0, { parent: row - 1, actor: 0 });
    }
    expect(store.chunks.length).toBe(2);
    expect(unpacked(store, chunkRows)).toEqual([chunkRows]);
    expect(store.bytes).toBe(2 * chunkRows * (store.stride * 4 + 1));
    expect(() => store.chunk(2 * chunkRows)).toThrow('there is no row');
  });
});

describe('a visited set', () => {
  it('adds each row once, in order, like a set of texts', () => {
    fc.assert(
      fc.property(table, fc.nat(50), ({ sizes, rows }, cut) => {
        const layout = new Layout(sizes);
        const store = new RowStore(layout);
        const visited = new VisitedSet(layout.words);
        for (const part of [rows.slice(0, cut), rows.slice(cut), rows]) {
          visited.addAll(store, batchOf(layout, part), Infinity);
        }
        const expected = [...new Map(rows.map((row) => [row.join(), row])).values()];
        expect(Array.from({ length: store.count }, (_, row) => unpacked(store, row))).toEqual(
          expected,
        );
      }),
    );
  });

  it('grows through many sizes and is filled again from the rows', () => {
    const layout = new Layout([200_000, 7]);
    const store = new RowStore(layout);
    const visited = new VisitedSet(layout.words);
    const rows = Array.from({ length: 100_000 }, (_, index) => [
      (index * 7919) % 50_000,
      index % 2,
    ]);
    for (let from = 0; from < rows.length; from += 1000) {
      visited.addAll(store, batchOf(layout, rows.slice(from, from + 1000)), Infinity);
    }
    expect(store.count).toBe(new Set(rows.map(String)).size);
    const again = new VisitedSet(layout.words);
    again.takeIn(store);
    const { count } = store;
    again.addAll(store, batchOf(layout, rows.slice(0, 5000)), Infinity);
    expect(store.count).toBe(count);
    expect(again.bytes).toBeGreaterThan(count * layout.words * 4);
  });

  it('stops where the store has as many rows as it may', () => {
    const layout = new Layout([100]);
    const store = new RowStore(layout);
    const visited = new VisitedSet(layout.words);
    const batch = batchOf(layout, [[1], [2], [1], [3], [4]]);
    expect(visited.addAll(store, batch, 2)).toBe(3);
    expect(store.count).toBe(2);
  });
});
