/**
 * The set of all states found so far in the far part of the kernel's memory: open-addressed tables of
 * the packed rows themselves, so that asking for a row touches one place; or of their fingerprints.
 */

import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { RowStore } from './row-store.ts';
import { chunkRows } from './row-store.ts';

/** What is kept of a state to know it again. */
export type KeyKind = 'exact' | 'fingerprint';

/** Of each shard: with few slots one shard might be full long before the others. */
const firstSlots = 1 << 12;
/** How full the tables may get, and how much larger they become then. */
const mostLoad = 0.8;
const growth = 1.5;
/** While there are fewer slots than this they grow faster. */
const eagerSlots = 1 << 16;
const eagerGrowth = 4;
const wordsOfFingerprint = 2;
/** Keys for which there is room while tables grow. */
const mostAside = 1 << 14;

/** The rows of a store as a set. */
export class VisitedSet {
  readonly #memory: LinearMemory;
  readonly #shards: number;
  readonly #kind: KeyKind;
  #words: number;
  #slots = 0;

  constructor(
    memory: LinearMemory,
    {
      words,
      shards,
      kind,
    }: { readonly words: number; readonly shards: number; readonly kind: KeyKind },
  ) {
    this.#memory = memory;
    this.#shards = shards;
    this.#kind = kind;
    this.#words = kind === 'exact' ? words : wordsOfFingerprint;
    memory.set(field.table, memory.far);
    memory.set(field.shardCount, shards);
    this.#empty(firstSlots * shards);
  }

  get bytes(): number {
    return this.#slots * this.#words * 4;
  }

  /** Goes over to rows of another length; the rows of the store are taken in anew. */
  relayout(store: RowStore): void {
    if (this.#kind === 'exact') this.#words = store.layout.words;
    this.#empty(this.#slots);
    this.takeIn(store);
  }

  /**
   * Makes room for `more` rows beside those of the store, all of which are in the set.
   * @throws RangeError where no more memory can be had.
   */
  makeRoom(store: RowStore, more: number): void {
    const wanted = (store.count + more) / mostLoad;
    if (wanted <= this.#slots) return;
    const before = this.#slots;
    let slots = before;
    while (slots < wanted) slots = Math.ceil(slots * (slots < eagerSlots ? eagerGrowth : growth));
    const memory = this.#memory;
    const from = memory.far + this.bytes;
    this.#resize(slots);
    memory.kernel.clear(from, memory.far + this.bytes - from);
    const length = mostAside * this.#words * 4;
    const aside = memory.reserveRaw(length);
    const isSpread = memory.kernel.spread(before / this.#shards, aside, mostAside) !== 0;
    memory.release(aside, length);
    if (isSpread) return;
    this.#empty(this.#slots);
    this.takeIn(store);
  }

  /**
   * Makes room for the rows of a store in a set that is empty, and puts them there.
   * @throws RangeError where no more memory can be had.
   */
  fill(store: RowStore): void {
    this.makeRoom(store, 0);
    this.takeIn(store);
  }

  /** Puts the rows of a store into the set. */
  takeIn(store: RowStore): void {
    const memory = this.#memory;
    const { kernel } = memory;
    const length = chunkRows * store.layout.words * 4;
    const keysLength = chunkRows * wordsOfFingerprint * 4;
    const [rows, keys] = [memory.reserveRaw(length), memory.reserveRaw(keysLength)];
    for (let first = 0; first < store.count; first += chunkRows) {
      const count = Math.min(chunkRows, store.count - first);
      memory.ints.set(store.chunk(first).subarray(0, count * store.layout.words), rows / 4);
      if (this.#kind === 'fingerprint') kernel.fingerprint(rows, count, keys);
      kernel.takeIn(this.#kind === 'fingerprint' ? keys : rows, count);
    }
    memory.release(rows, length);
    memory.release(keys, keysLength);
  }

  #empty(slots: number): void {
    const before = this.bytes;
    this.#resize(slots);
    this.#memory.kernel.clear(this.#memory.far, Math.max(before, this.bytes));
  }

  #resize(slots: number): void {
    const memory = this.#memory;
    const inShard = Math.ceil(slots / this.#shards);
    this.#slots = inShard * this.#shards;
    memory.reach(this.bytes);
    memory.set(field.keyWords, this.#words);
    memory.set(field.slotsInShard, inShard);
  }
}

/** What knowing states by fingerprints risks, in words: two states may have the same. */
export function fingerprintWords(states: number): string {
  // A pair of states has the same 63 bits with a probability of 2 ** -63.
  const chance = (states * (states - 1)) / 2 ** 64;
  return `states are known by fingerprints of 63 bits: that some state was taken for another and left out has a probability of at most ${chance.toExponential(1)}`;
}
