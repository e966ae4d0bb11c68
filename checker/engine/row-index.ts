/** Finds packed rows among a few of a store's, by what is in them. */

import { hashOf, NumbersByHash } from './numbers-by-hash.ts';
import type { RowStore } from './row-store.ts';

/** A list of rows, each by its place there. */
export class RowIndex {
  readonly #store: RowStore;
  readonly #rows: Int32Array;
  readonly #words: number;
  readonly #places: NumbersByHash;

  /** Of the first `count` in a list of row numbers, all different. */
  constructor(store: RowStore, rows: Int32Array, count: number) {
    this.#store = store;
    this.#rows = rows;
    this.#words = store.layout.words;
    this.#places = new NumbersByHash(count);
    for (let place = 0; place < count; place++) {
      const row = rows[place] ?? 0;
      this.#places.add(hashOf(store.chunk(row), store.offset(row), this.#words));
    }
  }

  /** The place in the list of the row whose words begin at `at`; -1 where it isn't listed. */
  find(words: Int32Array, at: number): number {
    const places = this.#places;
    const hash = hashOf(words, at, this.#words);
    for (let place = places.first(hash); place !== -1; place = places.next(hash)) {
      if (this.#store.isRow(this.#rows[place] ?? 0, words, at)) return place;
    }
    return -1;
  }
}
