/** Finds packed rows among a few of a store's: an open-addressed table of their places in a list. */

import { isRowAt, rowHash } from './row-match.ts';
import type { RowStore } from './row-store.ts';

/** A list of rows by what is in them. */
export class RowIndex {
  readonly #store: RowStore;
  readonly #rows: Int32Array;
  readonly #words: number;
  readonly #mask: number;
  /** A place in the list plus 1, and the row's hash beside it; 0 is a gap. */
  readonly #slots: Int32Array;

  /** Of the first `count` in a list of row numbers, all different. */
  constructor(store: RowStore, rows: Int32Array, count: number) {
    this.#store = store;
    this.#rows = rows;
    this.#words = store.layout.words;
    let slots = 4;
    while (slots < count * 2) slots *= 2;
    this.#mask = slots - 1;
    this.#slots = new Int32Array(slots * 2);
    for (let place = 0; place < count; place++) {
      const row = rows[place] ?? 0;
      this.#put(place, rowHash(store.chunk(row), store.offset(row), this.#words));
    }
  }

  /** The place in the list of the row whose words begin at `at`; -1 where it isn't listed. */
  find(words: Int32Array, at: number): number {
    const slots = this.#slots;
    const hash = rowHash(words, at, this.#words);
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const place = (slots[slot * 2] ?? 0) - 1;
      if (place < 0) return -1;
      if (slots[slot * 2 + 1] !== hash) continue;
      if (isRowAt(this.#store, this.#rows[place] ?? 0, words, at)) return place;
    }
  }

  #put(place: number, hash: number): void {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    while (slots[slot * 2] !== 0) slot = (slot + 1) & this.#mask;
    slots[slot * 2] = place + 1;
    slots[slot * 2 + 1] = hash;
  }
}
