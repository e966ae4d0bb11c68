/** The rows of a store by what is in them, with their numbers: an open-addressed table. */

import { isRowAt, rowHash } from '../row-match.ts';
import type { RowStore } from '../row-store.ts';

/** Finds rows of a store; takes them in one by one. */
export class RowTable {
  #store: RowStore;
  /** A row's number plus 1, and its hash beside it; 0 is a gap. */
  #slots = new Int32Array(1 << 13);
  #mask = (1 << 12) - 1;

  constructor(store: RowStore) {
    this.#store = store;
    for (let row = 0; row < store.count; row++) {
      this.add(row, this.hash(store.chunk(row), store.offset(row)));
    }
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  hash(words: Int32Array, at: number): number {
    return rowHash(words, at, this.#store.layout.words);
  }

  /** The number of the row whose words begin at `at`; -1 where there is none. */
  find(words: Int32Array, at: number, hash: number): number {
    const slots = this.#slots;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const row = (slots[slot * 2] ?? 0) - 1;
      if (row < 0) return -1;
      if (slots[slot * 2 + 1] === hash && isRowAt(this.#store, row, words, at)) return row;
    }
  }

  /** Takes in a row that isn't there yet. */
  add(row: number, hash: number): void {
    if ((row + 1) * 3 > (this.#mask + 1) * 2) this.#enlarge();
    this.#put(row + 1, hash);
  }

  #put(entry: number, hash: number): void {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    while (slots[slot * 2] !== 0) slot = (slot + 1) & this.#mask;
    slots[slot * 2] = entry;
    slots[slot * 2 + 1] = hash;
  }

  #enlarge(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let slot = 0; slot < old.length; slot += 2) {
      if (old[slot] !== 0) this.#put(old[slot] ?? 0, old[slot + 1] ?? 0);
    }
  }
}
