/** Finds the numbers of rows by what is in them, many at a time. */

import { isRowAt, rowHash } from '../row-match.ts';
import type { RowStore } from '../row-store.ts';

/** All rows of a store, as an open-addressed table of their numbers. */
export class RowNumbers {
  readonly #store: RowStore;
  readonly #words: number;
  /** Numbers of rows plus 1; 0 is a gap. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(store: RowStore) {
    let size = 16;
    while (size < store.count * 2) size *= 2;
    this.#store = store;
    this.#words = store.layout.words;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
    for (let row = 0; row < store.count; row++) {
      let slot = this.#slotOf(store.chunk(row), store.offset(row));
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row + 1;
    }
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /**
   * Writes the numbers of `count` packed rows to `found`, -1 where the store doesn't have one. What they
   * are likely to be is looked up for all of them first, so that the processor waits for memory once
   * instead of once a row.
   */
  findAll(rows: Int32Array, count: number, found: Int32Array): void {
    const slots = this.#slots;
    const words = this.#words;
    for (let entry = 0; entry < count; entry++) {
      found[entry] = slots[this.#slotOf(rows, entry * words)] ?? 0;
    }
    for (let entry = 0; entry < count; entry++) {
      const row = (found[entry] ?? 0) - 1;
      if (row !== -1 && !isRowAt(this.#store, row, rows, entry * words)) {
        found[entry] = this.#find(rows, entry * words);
      } else found[entry] = row;
    }
  }

  #find(rows: Int32Array, at: number): number {
    const slots = this.#slots;
    for (let slot = this.#slotOf(rows, at); ; slot = (slot + 1) & this.#mask) {
      const row = (slots[slot] ?? 0) - 1;
      if (row === -1 || isRowAt(this.#store, row, rows, at)) return row;
    }
  }

  /** The slot that a row would like best. */
  #slotOf(rows: Int32Array, at: number): number {
    return rowHash(rows, at, this.#words) & this.#mask;
  }
}
