/**
 * All states found so far as packed rows, in the order in which they were found: breadth-first order, so
 * that each level is a range of numbers. What memory has no room for goes to a file, the oldest first;
 * whoever goes through rows in order hardly notices.
 */

import type { Errand } from './errand.ts';
import { finish } from './errand.ts';
import type { Layout } from './layout.ts';
import { repack } from './repacking.ts';
import { RowFile } from './row-file.ts';

/** Rows are kept in chunks of this many, so that growing copies nothing. */
export const rowsPerChunk = 1 << 14;
const chunkShift = 14;
/** Chunks that were read back and are kept, the last ones used: whoever asks out of order comes again. */
const mostRead = 64;

/** Packed rows by number. */
export class RowStore {
  readonly layout: Layout;
  /** Null where a chunk stands in the file. */
  readonly #chunks: (Int32Array | null)[] = [];
  #file: RowFile | null = null;
  #written = 0;
  readonly #read = new Map<number, Int32Array>();
  count = 0;

  constructor(layout: Layout) {
    this.layout = layout;
  }

  /** What the rows take in memory. */
  get bytes(): number {
    return (this.#chunks.length - this.#written + this.#read.size) * this.#chunkBytes;
  }

  /** What they take in a file. */
  get fileBytes(): number {
    return this.#file?.bytes ?? 0;
  }

  get #chunkBytes(): number {
    return rowsPerChunk * this.layout.words * 4;
  }

  /** The chunk that a row stands in; it begins there at `offset(row)`. */
  chunk(row: number): Int32Array {
    const number = row >>> chunkShift;
    const chunk = this.#chunks[number];
    if (chunk === undefined) throw new Error(`there is no row ${row}`);
    return chunk ?? this.#readBack(number);
  }

  offset(row: number): number {
    return (row & (rowsPerChunk - 1)) * this.layout.words;
  }

  /** Whether a row is the one whose words begin at `at`, in the same layout. */
  isRow(row: number, words: Int32Array, at: number): boolean {
    const { words: length } = this.layout;
    const chunk = this.chunk(row);
    const from = this.offset(row);
    for (let word = 0; word < length; word++) {
      if (chunk[from + word] !== words[at + word]) return false;
    }
    return true;
  }

  /**
   * Appends `count` rows whose words begin at `at`, and answers the number of the first.
   * @throws RangeError where no more memory can be had.
   */
  append(words: Int32Array, at: number, count = 1): number {
    const first = this.count;
    finish(this.appending(words, at, count));
    return first;
  }

  /**
   * Appends one row whose words begin at `at`, and answers its number.
   * @throws RangeError where no more memory can be had.
   */
  appendOne(words: Int32Array, at: number): number {
    const { words: length } = this.layout;
    const row = this.count;
    if (this.#chunks.length * rowsPerChunk === row) {
      this.#chunks.push(new Int32Array(rowsPerChunk * length));
    }
    const chunk = this.chunk(row);
    const to = this.offset(row);
    for (let word = 0; word < length; word++) chunk[to + word] = words[at + word] ?? 0;
    this.count++;
    return row;
  }

  /**
   * The same bit by bit. The rows count at once, but none may be read, and no more appended, before the
   * errand is finished; until then the words must stay as they are.
   * @throws RangeError where no more memory can be had.
   */
  appending(words: Int32Array, at: number, count: number): Errand {
    const { words: length } = this.layout;
    const end = this.count + count;
    while (this.#chunks.length * rowsPerChunk < end) {
      this.#chunks.push(new Int32Array(rowsPerChunk * length));
    }
    let row = this.count;
    let from = at;
    this.count = end;
    return {
      next: () => {
        if (row === end) return false;
        const inChunk = row & (rowsPerChunk - 1);
        const taken = Math.min(end - row, rowsPerChunk - inChunk);
        this.chunk(row).set(words.subarray(from, from + taken * length), inChunk * length);
        row += taken;
        from += taken * length;
        return true;
      },
    };
  }

  /**
   * Moves rows to a file until those in memory take no more than so many bytes, or only the last chunk
   * is left.
   * @throws RowsNotWritten where there is no room for them.
   */
  spill(bytes: number): void {
    while (this.bytes > bytes && this.#written < this.#chunks.length - 1) {
      const chunk = this.#chunks[this.#written];
      if (chunk === null || chunk === undefined) break;
      this.#file ??= new RowFile(rowsPerChunk * this.layout.words);
      this.#file.write(this.#written, chunk);
      this.#chunks[this.#written] = null;
      this.#written++;
      this.#read.clear();
    }
  }

  /**
   * The same rows in another layout, under the same numbers, with as much of them in a file. `onRows` is told
   * now and then how many are left, and may end it by throwing.
   */
  repacked(layout: Layout, onRows: (left: number) => void = () => undefined): RowStore {
    const { store, errand } = this.repacking(layout);
    try {
      while (errand.next()) onRows(this.count - store.count);
    } catch (cause) {
      store.close();
      throw cause;
    }
    return store;
  }

  /** The same bit by bit: a store, and an errand that fills it with the rows in their order. */
  repacking(layout: Layout): { readonly store: RowStore; readonly errand: Errand } {
    const store = new RowStore(layout);
    const next = (): boolean => {
      if (store.count === this.count) return false;
      try {
        this.#repackInto(store);
      } catch (cause) {
        store.close();
        throw cause;
      }
      return true;
    };
    return { store, errand: { next } };
  }

  /** Packs the rows of the next chunk anew. */
  #repackInto(store: RowStore): void {
    const { layout, count: first } = store;
    const there = new Int32Array(rowsPerChunk * layout.words);
    const count = Math.min(rowsPerChunk, this.count - first);
    const from = { layout: this.layout, words: this.chunk(first), at: 0 };
    repack(from, { layout, words: there, at: 0 }, count);
    store.#chunks.push(there);
    store.count += count;
    if (this.#file !== null) store.spill(this.bytes);
  }

  /** Lets go of the file; what stood there can't be read any more. */
  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  #readBack(number: number): Int32Array {
    const known = this.#read.get(number);
    if (known !== undefined) {
      // A map lists what was set last last: the first is the one that was used longest ago.
      this.#read.delete(number);
      this.#read.set(number, known);
      return known;
    }
    if (this.#file === null) throw new Error('the file of rows is closed');
    const chunk = this.#file.read(number);
    this.#read.set(number, chunk);
    const [oldest] = this.#read.keys();
    if (this.#read.size > mostRead && oldest !== undefined) this.#read.delete(oldest);
    return chunk;
  }
}
