/** Successors that were found and are yet to be looked up, and the one that is being written. */

import type { Layout } from './layout.ts';

const firstCapacity = 1 << 10;

/** Packed rows in the order in which they were found. The row at `count` is a draft. */
export class Batch {
  /** Packed rows, one after the other. */
  rows = new Int32Array(0);
  /** The rows that they were found from. */
  parents = new Int32Array(firstCapacity);
  /** What kind of step led to each, see `BlockPool.actors`. */
  actors = new Uint8Array(firstCapacity);
  /** Where in the pool the step stands that led to each. */
  steps = new Int32Array(firstCapacity);
  count = 0;
  #layout: Layout;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.relayout(layout);
  }

  /** Goes over to another layout; what was in the batch is lost. */
  relayout(layout: Layout): void {
    this.#layout = layout;
    this.rows = new Int32Array(this.steps.length * layout.words);
    this.count = 0;
  }

  /** The numbers of all rows, row by row. */
  unpacked(): Int32Array {
    const { width, words } = this.#layout;
    const numbers = new Int32Array(this.count * width);
    for (let entry = 0; entry < this.count; entry++) {
      this.#layout.unpack(this.rows, entry * words, numbers.subarray(entry * width));
    }
    return numbers;
  }

  /** Takes back the rows that were unpacked in another layout; what led to them is still known. */
  refill(numbers: Int32Array): void {
    const { width, words } = this.#layout;
    this.count = numbers.length / width;
    for (let entry = 0; entry < this.count; entry++) {
      this.#layout.pack(numbers.subarray(entry * width), this.rows, entry * words);
    }
  }

  /** Makes room for so many rows more. */
  makeRoom(more: number): void {
    let capacity = this.steps.length;
    if (this.count + more <= capacity) return;
    while (this.count + more > capacity) capacity *= 2;
    this.rows = enlarged(this.rows, capacity * this.#layout.words);
    this.parents = enlarged(this.parents, capacity);
    this.steps = enlarged(this.steps, capacity);
    const actors = new Uint8Array(capacity);
    actors.set(this.actors);
    this.actors = actors;
  }

  /** Makes the draft a copy of a row. */
  copy(rows: Int32Array, at: number): void {
    const { words } = this.#layout;
    const to = this.count * words;
    const own = this.rows;
    for (let word = 0; word < words; word++) own[to + word] = rows[at + word] ?? 0;
  }

  /** One column of the draft. */
  read(column: number): number {
    return this.#layout.read(this.rows, this.count * this.#layout.words, column);
  }

  /** Sets one column of the draft; false where the number doesn't fit. */
  write(column: number, value: number): boolean {
    const { words, wordOf, shiftOf, greatest } = this.#layout;
    const mask = greatest[column] ?? 0;
    if (value > mask) return false;
    const { rows } = this;
    const word = this.count * words + (wordOf[column] ?? 0);
    const shift = shiftOf[column] ?? 0;
    rows[word] = ((rows[word] ?? 0) & ~(mask << shift)) | (value << shift);
    return true;
  }

  /** Whether the draft is another state than a row. */
  differs(rows: Int32Array, at: number): boolean {
    const { words } = this.#layout;
    const own = this.rows;
    const to = this.count * words;
    for (let word = 0; word < words; word++) {
      if (rows[at + word] !== own[to + word]) return true;
    }
    return false;
  }
}

function enlarged(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
