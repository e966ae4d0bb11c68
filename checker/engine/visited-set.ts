/**
 * The set of all states found so far, exact: an open-addressed table of the packed rows themselves, so
 * that asking for a row touches one place in memory.
 */

import type { Batch } from './batch.ts';
import type { RowStore } from './row-store.ts';

const firstBits = 12;
/** While a table has fewer slots than this it grows fourfold, later twofold. */
const eagerSlots = 1 << 22;

/** The rows of a store as a set. */
export class VisitedSet {
  readonly #words: number;
  #table: Int32Array;
  /** A row belongs into the slot that the highest bits of its hash name, or the next free one. */
  #shift = 32 - firstBits;
  #count = 0;
  /** Where in the table the rows of a batch belong. */
  #places = new Int32Array(1024);
  /** Kept only so that the reading ahead has an effect. */
  touched = 0;

  constructor(words: number) {
    this.#words = words;
    this.#table = new Int32Array(words << firstBits);
  }

  get bytes(): number {
    return this.#table.byteLength;
  }

  /**
   * Adds the rows of a batch, in order; those that are new are appended to the store until it has
   * `most` rows. Answers how many rows of the batch were looked at: all, or fewer where the store is
   * full.
   * @throws RangeError where no more memory can be had.
   */
  addAll(store: RowStore, batch: Batch, most: number): number {
    const { rows, count } = batch;
    this.#makeRoom(count);
    this.#readAhead(rows, 0, count);
    const words = this.#words;
    const table = this.#table;
    const places = this.#places;
    const end = table.length;
    const before = store.count;
    let entry = 0;
    search: for (let from = 0; entry < count; entry++, from += words) {
      let at = places[entry] ?? 0;
      const first = rows[from];
      for (;;) {
        const found = table[at];
        if (found === 0) break;
        if (found === first) {
          let word = 1;
          while (word < words && table[at + word] === rows[from + word]) word++;
          if (word === words) continue search;
        }
        at += words;
        if (at === end) at = 0;
      }
      if (store.count >= most) break;
      for (let word = 0; word < words; word++) table[at + word] = rows[from + word] ?? 0;
      const parent = batch.parents[entry] ?? 0;
      store.append(rows, from, { parent, actor: batch.actors[entry] ?? 0 });
    }
    this.#count += store.count - before;
    return entry;
  }

  /** Takes all rows of a store into the empty set. */
  takeIn(store: RowStore): void {
    this.#makeRoom(store.count);
    const portion = 256;
    const rows = new Int32Array(portion * this.#words);
    for (let first = 0; first < store.count; first += portion) {
      const count = Math.min(portion, store.count - first);
      for (let row = 0; row < count; row++) {
        const chunk = store.chunk(first + row);
        const at = store.offset(first + row);
        for (let word = 0; word < this.#words; word++) {
          rows[row * this.#words + word] = chunk[at + word] ?? 0;
        }
      }
      this.#readAhead(rows, 0, count);
      for (let row = 0; row < count; row++)
        this.#put(rows, row * this.#words, this.#places[row] ?? 0);
    }
    this.#count = store.count;
  }

  /**
   * Works out where each row belongs and reads that place, all before the first of them is needed:
   * the processor then waits for many places in memory at once instead of one by one.
   */
  #readAhead(rows: Int32Array, from: number, count: number): void {
    if (this.#places.length < count) this.#places = new Int32Array(count * 2);
    const words = this.#words;
    const table = this.#table;
    const shift = this.#shift;
    const places = this.#places;
    let touched = 0;
    for (let entry = 0, at = from; entry < count; entry++) {
      let hash = 0;
      for (let word = 0; word < words; word++, at++) {
        hash = Math.imul(hash ^ (rows[at] ?? 0), 0x9e3779b1);
        hash ^= hash >>> 15;
      }
      const place = (Math.imul(hash, 0x85ebca6b) >>> shift) * words;
      places[entry] = place;
      touched ^= table[place] ?? 0;
    }
    this.touched = touched;
  }

  #put(rows: Int32Array, from: number, place: number): void {
    const words = this.#words;
    const table = this.#table;
    let at = place;
    while (table[at] !== 0) {
      at += words;
      if (at === table.length) at = 0;
    }
    for (let word = 0; word < words; word++) table[at + word] = rows[from + word] ?? 0;
  }

  /** Keeps the table at most two thirds full, also if `more` rows are all new. */
  #makeRoom(more: number): void {
    const slots = this.#table.length / this.#words;
    if ((this.#count + more) * 3 <= slots * 2) return;
    let shift = this.#shift;
    while ((this.#count + more) * 3 > 2 ** (32 - shift) * 2) shift -= slots < eagerSlots ? 2 : 1;
    const old = this.#table;
    this.#shift = shift;
    this.#table = new Int32Array(2 ** (32 - shift) * this.#words);
    if (this.#count > 0) this.#rehash(old);
  }

  /** Rows that were neighbours stay so, since slots are the highest bits of hashes: this is quick. */
  #rehash(old: Int32Array): void {
    const words = this.#words;
    const portion = 256;
    for (let first = 0; first < old.length; first += portion * words) {
      this.#readAhead(old, first, portion);
      for (let row = 0; row < portion; row++) {
        const from = first + row * words;
        if (old[from] !== 0) this.#put(old, from, this.#places[row] ?? 0);
      }
    }
  }
}
