/** Steps that were listed together, with the rows that they lead to. */

import type { Layout } from './layout.ts';

const firstCapacity = 1 << 8;

/** Steps as they are read. */
export type Listed = Pick<Batch, 'rows' | 'parents' | 'steps' | 'count'>;

/** Where rows and their steps are copied from. */
export interface Source {
  readonly rows: Int32Array;
  readonly rowsAt: number;
  readonly steps: Int32Array;
  readonly stepsAt: number;
}

/** Packed rows in the order in which they were listed; set `count` to 0 to begin anew. */
export class Batch {
  /** Packed rows, one after the other. */
  rows: Int32Array;
  /** The numbers of the rows that they were found from. */
  parents = new Int32Array(firstCapacity);
  /** Where in the pool the step stands that led to each. */
  steps = new Int32Array(firstCapacity);
  count = 0;
  #layout: Layout;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.rows = new Int32Array(firstCapacity * layout.words);
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

  /** Appends copies of rows that were all found from one, and of the steps that led to them. */
  append(source: Source, count: number, parent: number): void {
    this.#makeRoom(count);
    const { words } = this.#layout;
    const { rows, rowsAt, steps, stepsAt } = source;
    this.rows.set(rows.subarray(rowsAt, rowsAt + count * words), this.count * words);
    this.steps.set(steps.subarray(stepsAt, stepsAt + count), this.count);
    this.parents.fill(parent, this.count, this.count + count);
    this.count += count;
  }

  #makeRoom(more: number): void {
    let capacity = this.steps.length;
    if (this.count + more <= capacity) return;
    while (this.count + more > capacity) capacity *= 2;
    this.rows = enlarged(this.rows, capacity * this.#layout.words);
    this.parents = enlarged(this.parents, capacity);
    this.steps = enlarged(this.steps, capacity);
  }
}

function enlarged(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
