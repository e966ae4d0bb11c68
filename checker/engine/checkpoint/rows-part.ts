/** Rows in a file: as they are packed in memory, 32-bit words with the lowest byte first. */

import { join } from 'node:path';
import type { Layout } from '../layout.ts';
import type { RowStore } from '../row-store.ts';
import { rowsPerChunk } from '../row-store.ts';
import { RefusedCheckpoint } from './faults.ts';
import type { Written } from './files.ts';
import { readChecked } from './files.ts';
import type { SavedPart, PartLayout } from './manifest.ts';

/** The words of rows of a store, from one row up to another. */
export function* wordsOf(store: RowStore, from: number, to: number): Generator<Uint8Array> {
  const { words } = store.layout;
  for (let row = from; row < to; ) {
    const count = Math.min(to - row, rowsPerChunk - (row % rowsPerChunk));
    const chunk = store.chunk(row);
    yield new Uint8Array(chunk.buffer, chunk.byteOffset + store.offset(row) * 4, count * words * 4);
    row += count;
  }
}

/** The bytes of lists of words. */
export function* bytesOf(lists: Iterable<Int32Array<ArrayBuffer>>): Generator<Uint8Array> {
  for (const { buffer, byteOffset, byteLength } of lists) {
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

/**
 * Words in a file, of which there must be so many.
 * @throws RefusedCheckpoint where the file is damaged.
 */
export function wordsIn(file: string, written: Written, count: number): Int32Array {
  if (written.bytes !== count * 4) {
    throw new RefusedCheckpoint(file, `${count} words have not ${written.bytes} bytes`);
  }
  const words = new Int32Array(count);
  const bytes = new Uint8Array(words.buffer);
  let at = 0;
  for (const piece of readChecked(file, written, rowsPerChunk * 4)) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return words;
}

/** A layout as plain data. */
export function partLayout({ words, wordOf, shiftOf, greatest }: Layout): PartLayout {
  return { words, wordOf: [...wordOf], shiftOf: [...shiftOf], greatest: [...greatest] };
}

/** Where rows are restored. */
export interface Restoring {
  readonly store: RowStore;
  /** How many numbers each column has. */
  readonly sizes: readonly number[];
  /** Called whenever some rows are restored. */
  readonly onRows: () => void;
}

/**
 * Appends the rows of a part to a store, in the store's own layout.
 * @throws RefusedCheckpoint where the file is damaged, or a row has numbers beyond `sizes`.
 */
export function appendRows(
  folder: string,
  { rows, count, layout }: SavedPart,
  { store, sizes, onRows }: Restoring,
): void {
  const file = join(folder, rows.file);
  const { words } = layout;
  if (rows.bytes !== count * words * 4) {
    throw new RefusedCheckpoint(
      file,
      `${count} rows of ${words} words have not ${rows.bytes} bytes`,
    );
  }
  const { width } = store.layout;
  const row = new Int32Array(width);
  const packed = new Int32Array(store.layout.words);
  for (const piece of readChecked(file, rows, rowsPerChunk * words * 4)) {
    const read = new Int32Array(piece.buffer, piece.byteOffset, piece.length / 4);
    for (let at = 0; at < read.length; at += words) {
      for (let column = 0; column < width; column++) {
        const word = read[at + (layout.wordOf[column] ?? 0)] ?? 0;
        const number = (word >>> (layout.shiftOf[column] ?? 0)) & (layout.greatest[column] ?? 0);
        if (number >>> 0 >= (sizes[column] ?? 0)) {
          throw new RefusedCheckpoint(file, `row ${store.count} has a number that means nothing`);
        }
        row[column] = number;
      }
      store.layout.pack(row, packed, 0);
      store.append(packed, 0);
    }
    onRows();
  }
}
