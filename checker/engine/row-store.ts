/**
 * All states found so far as packed rows, in the order in which they were found, each with the state
 * that it was found from. The queue of a breadth-first search is this very list.
 */

import { Layout } from './layout.ts';

/** Rows are kept in chunks of this many, so that growing copies nothing. */
export const chunkRows = 1 << 14;
const chunkShift = 14;

/**
 * Packed rows by number; a row is followed by its parent's number (-1 for the first). Beside it stands
 * its actor: what kind of step led there, as the expander wants to know it.
 */
export class RowStore {
  readonly layout: Layout;
  /** Words from one row to the next: those of the layout and one for the parent. */
  readonly stride: number;
  readonly chunks: Int32Array[] = [];
  readonly #actors: Uint8Array[] = [];
  /** The chunks that rows are appended to. */
  #last = new Int32Array(0);
  #lastActors = new Uint8Array(0);
  count = 0;

  constructor(layout: Layout) {
    this.layout = layout;
    this.stride = layout.words + 1;
  }

  get bytes(): number {
    return this.chunks.length * chunkRows * (this.stride * 4 + 1);
  }

  /** The chunk that a row stands in; it begins there at `offset(row)`. */
  chunk(row: number): Int32Array {
    const chunk = this.chunks[row >>> chunkShift];
    if (chunk === undefined) throw new Error(`there is no row ${row}`);
    return chunk;
  }

  offset(row: number): number {
    return (row & (chunkRows - 1)) * this.stride;
  }

  parent(row: number): number {
    return this.chunk(row)[this.offset(row) + this.stride - 1] ?? -1;
  }

  actor(row: number): number {
    return this.#actors[row >>> chunkShift]?.[row & (chunkRows - 1)] ?? 0;
  }

  /**
   * Appends the row whose words begin at `at`, and answers its number.
   * @throws RangeError where no more memory can be had.
   */
  append(
    words: Int32Array,
    at: number,
    { parent, actor }: { readonly parent: number; readonly actor: number },
  ): number {
    const row = this.count;
    const inChunk = row & (chunkRows - 1);
    if (inChunk === 0) {
      this.#last = new Int32Array(chunkRows * this.stride);
      this.#lastActors = new Uint8Array(chunkRows);
      this.chunks.push(this.#last);
      this.#actors.push(this.#lastActors);
    }
    const chunk = this.#last;
    const { stride } = this;
    const to = inChunk * stride;
    for (let word = 0; word < stride - 1; word++) chunk[to + word] = words[at + word] ?? 0;
    chunk[to + stride - 1] = parent;
    this.#lastActors[inChunk] = actor;
    this.count = row + 1;
    return row;
  }

  /** The same rows in another layout, under the same numbers. */
  repacked(layout: Layout): RowStore {
    const store = new RowStore(layout);
    const row = new Int32Array(layout.width);
    const words = new Int32Array(layout.words);
    for (let number = 0; number < this.count; number++) {
      const chunk = this.chunk(number);
      const at = this.offset(number);
      this.layout.unpack(chunk, at, row);
      layout.pack(row, words, 0);
      store.append(words, 0, { parent: this.parent(number), actor: this.actor(number) });
    }
    return store;
  }
}
