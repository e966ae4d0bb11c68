/**
 * The set of all states found so far, exact: an open-addressed table of the packed rows themselves, so
 * that asking for a row touches one place in memory.
 */

import type { RowStore } from './row-store.ts';

const firstSlots = 1 << 12;

/** The rows of a store as a set. */
export class VisitedSet {
  readonly #words: number;
  #table: Int32Array;
  #mask = firstSlots - 1;
  #count = 0;
  /** The slots where the rows of a batch may stand. */
  #slots = new Int32Array(1024);
  /** Kept only so that the touching loop has an effect. */
  touched = 0;

  constructor(words: number) {
    this.#words = words;
    this.#table = new Int32Array(firstSlots * words);
  }

  get bytes(): number {
    return this.#table.byteLength;
  }

  /**
   * Adds the first `count` rows of a batch, in order; those that are new are appended to the store
   * until it has `most` rows. `parents` says which row each was found from. Answers how many rows of
   * the batch were looked at: `count`, or fewer where the store is full.
   * @throws RangeError where no more memory can be had.
   */
  addAll(
    store: RowStore,
    { rows, parents, count }: { rows: Int32Array; parents: Int32Array; count: number },
    most: number,
  ): number {
    this.#makeRoom(store, count);
    this.#touch(rows, count);
    const words = this.#words;
    const table = this.#table;
    const mask = this.#mask;
    const slots = this.#slots;
    let added = 0;
    for (let entry = 0; entry < count; entry++) {
      const from = entry * words;
      const first = rows[from];
      let slot = slots[entry] ?? 0;
      for (;;) {
        const at = slot * words;
        const found = table[at];
        if (found === 0) {
          if (store.count >= most) {
            this.#count += added;
            return entry;
          }
          for (let word = 0; word < words; word++) table[at + word] = rows[from + word] ?? 0;
          store.append(rows, from, parents[entry] ?? 0);
          added++;
          break;
        }
        if (found === first) {
          let word = 1;
          while (word < words && table[at + word] === rows[from + word]) word++;
          if (word === words) break;
        }
        slot = (slot + 1) & mask;
      }
    }
    this.#count += added;
    return count;
  }

  /** Fills the set with all rows of a store. */
  fill(store: RowStore): void {
    this.#makeRoom(store, store.count);
    for (let row = 0; row < store.count; row++) this.#put(store.chunk(row), store.offset(row));
    this.#count = store.count;
  }

  /**
   * Works out where each row of a batch belongs and reads that place, all before the first of them is
   * needed: the processor then waits for many places in memory at once instead of one by one.
   */
  #touch(rows: Int32Array, count: number): void {
    if (this.#slots.length < count) this.#slots = new Int32Array(count * 2);
    const words = this.#words;
    const table = this.#table;
    const mask = this.#mask;
    const slots = this.#slots;
    let touched = 0;
    for (let entry = 0, at = 0; entry < count; entry++) {
      let hash = 0;
      for (let word = 0; word < words; word++, at++) {
        hash = Math.imul(hash ^ (rows[at] ?? 0), 0x9e3779b1);
        hash ^= hash >>> 15;
      }
      hash = Math.imul(hash, 0x85ebca6b);
      hash = (hash ^ (hash >>> 16)) & mask;
      slots[entry] = hash;
      touched ^= table[hash * words] ?? 0;
    }
    this.touched = touched;
  }

  #put(rows: Int32Array, from: number): void {
    const words = this.#words;
    const table = this.#table;
    const mask = this.#mask;
    let hash = 0;
    for (let word = 0; word < words; word++) {
      hash = Math.imul(hash ^ (rows[from + word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 16)) & mask;
    while (table[slot * words] !== 0) slot = (slot + 1) & mask;
    for (let word = 0; word < words; word++) table[slot * words + word] = rows[from + word] ?? 0;
  }

  /** Keeps the table at most two thirds full, also if all of a batch is new. */
  #makeRoom(store: RowStore, more: number): void {
    let slots = this.#mask + 1;
    while ((this.#count + more) * 3 > slots * 2) slots *= 2;
    if (slots === this.#mask + 1) return;
    // The old table goes before the new one comes: the rows are in the store.
    this.#table = new Int32Array(0);
    this.#table = new Int32Array(slots * this.#words);
    this.#mask = slots - 1;
    for (let row = 0; row < this.#count; row++) this.#put(store.chunk(row), store.offset(row));
  }
}
