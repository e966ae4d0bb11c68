/** Finds the number of a row by what is in it. */

import type { RowStore } from '../row-store.ts';

/** All rows of a store, as an open-addressed table of their numbers. */
export class RowIndex {
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
      let slot = this.#hash(store.chunk(row), store.offset(row));
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row + 1;
    }
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** The number of the row whose words begin at `at`; -1 where the store doesn't have it. */
  find(rows: Int32Array, at: number): number {
    const slots = this.#slots;
    const words = this.#words;
    for (let slot = this.#hash(rows, at); ; slot = (slot + 1) & this.#mask) {
      const row = (slots[slot] ?? 0) - 1;
      if (row === -1) return -1;
      const chunk = this.#store.chunk(row);
      const offset = this.#store.offset(row);
      let word = 0;
      while (word < words && chunk[offset + word] === rows[at + word]) word++;
      if (word === words) return row;
    }
  }

  #hash(rows: Int32Array, at: number): number {
    let mix = 0;
    for (let word = 0; word < this.#words; word++) {
      mix = Math.imul(mix ^ (rows[at + word] ?? 0), 0x9e3779b1);
      mix ^= mix >>> 15;
    }
    mix = Math.imul(mix, 0x85ebca6b);
    return (mix ^ (mix >>> 13)) & this.#mask;
  }
}
