/** Finding packed rows by what is in them: a hash to look for them by, and whether one is the one. */

import type { RowStore } from './row-store.ts';

/** 32 bits of the `length` words that begin at `at`. */
export function rowHash(words: Int32Array, at: number, length: number): number {
  let hash = 0;
  for (let word = 0; word < length; word++) {
    hash = Math.imul(hash ^ (words[at + word] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 16);
}

/** Whether a row of a store is the one whose words begin at `at`, in the same layout. */
export function isRowAt(store: RowStore, row: number, words: Int32Array, at: number): boolean {
  const { words: length } = store.layout;
  const chunk = store.chunk(row);
  const from = store.offset(row);
  for (let word = 0; word < length; word++) {
    if (chunk[from + word] !== words[at + word]) return false;
  }
  return true;
}
