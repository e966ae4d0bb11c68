/**
 * All states found so far as packed rows, in the order in which they were found: breadth-first order, so
 * that each level is a range of numbers.
 */

import type { Layout } from './layout.ts';

/** Rows are kept in chunks of this many, so that growing copies nothing. */
export const chunkRows = 1 << 14;
const chunkShift = 14;

/** Packed rows by number. */
export class RowStore {
  readonly layout: Layout;
  readonly #chunks: Int32Array[] = [];
  count = 0;

  constructor(layout: Layout) {
    this.layout = layout;
  }

  get bytes(): number {
    return this.#chunks.length * chunkRows * this.layout.words * 4;
  }

  /** The chunk that a row stands in; it begins there at `offset(row)`. */
  chunk(row: number): Int32Array {
    const chunk = this.#chunks[row >>> chunkShift];
    if (chunk === undefined) throw new Error(`there is no row ${row}`);
    return chunk;
  }

  offset(row: number): number {
    return (row & (chunkRows - 1)) * this.layout.words;
  }

  /**
   * Appends `count` rows whose words begin at `at`, and answers the number of the first.
   * @throws RangeError where no more memory can be had.
   */
  append(words: Int32Array, at: number, count = 1): number {
    const first = this.count;
    const { words: length } = this.layout;
    let from = at;
    for (let left = count; left > 0; ) {
      const inChunk = this.count & (chunkRows - 1);
      if (inChunk === 0) this.#chunks.push(new Int32Array(chunkRows * length));
      const taken = Math.min(left, chunkRows - inChunk);
      this.chunk(this.count).set(words.subarray(from, from + taken * length), inChunk * length);
      from += taken * length;
      left -= taken;
      this.count += taken;
    }
    return first;
  }

  /** The same rows in another layout, under the same numbers. */
  repacked(layout: Layout): RowStore {
    const store = new RowStore(layout);
    const row = new Int32Array(layout.width);
    const words = new Int32Array(layout.words);
    for (let number = 0; number < this.count; number++) {
      this.layout.unpack(this.chunk(number), this.offset(number), row);
      layout.pack(row, words, 0);
      store.append(words, 0, 1);
    }
    return store;
  }
}
