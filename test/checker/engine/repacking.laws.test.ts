import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Layout } from '../../../checker/engine/layout.ts';
import { repack } from '../../../checker/engine/repacking.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 2 ** 20 }), { minLength: 1, maxLength: 12 });

/** Layouts of rows that got wider, and rows that fit the first: as parts of the greatest numbers. */
const cases = fc
  .record({
    before: sizes,
    growth: fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }),
    rows: fc.array(fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }), { maxLength: 20 }),
    at: fc.nat(5),
  })
  .map(({ before, growth, rows, at }) => ({
    from: new Layout(before),
    to: new Layout(before.map((size, column) => size * ((growth[column] ?? 0) + 1))),
    rows: rows.map((row) =>
      Int32Array.from(before, (size, column) =>
        Math.floor(((size - 1) * (row[column] ?? 0)) / 1000),
      ),
    ),
    at,
  }));

it('packs rows as if they had been packed in the other layout from the beginning', () => {
  fc.assert(
    fc.property(cases, ({ from, to, rows, at }) => {
      const source = new Int32Array(at + rows.length * from.words);
      rows.forEach((row, index) => from.pack(row, source, at + index * from.words));
      const target = new Int32Array(rows.length * to.words).fill(-1);
      repack(
        { layout: from, words: source, at },
        { layout: to, words: target, at: 0 },
        rows.length,
      );
      const expected = new Int32Array(rows.length * to.words);
      rows.forEach((row, index) => to.pack(row, expected, index * to.words));
      expect(target).toEqual(expected);
    }),
  );
});
