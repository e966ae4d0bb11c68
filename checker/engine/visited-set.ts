/**
 * The set of all states found so far in the far part of the kernel's memory: open-addressed tables of
 * the packed rows themselves, so that asking for a row touches one place; or of their fingerprints.
 */

import { Chunks, filling } from './chunks.ts';
import type { Crew } from './crew.ts';
import type { Errand } from './errand.ts';
import { noErrand } from './errand.ts';
import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { RowStore } from './row-store.ts';

/** What is kept of a state to know it again. */
export type KeyKind = 'exact' | 'fingerprint';

/** Of each shard: with few slots one shard might be full long before the others. */
const firstSlots = 1 << 12;
/** How full the tables may get. */
const mostLoad = 0.8;
/** How much larger they become then: for fingerprints so that a state takes at most sixteen bytes. */
const growth = { least: 1.5, most: 2, ofFingerprints: 1.4 };
/** What a state may take, its row beside the set included: forty bytes less what is room for candidates. */
const mostBytesOfState = 37;
/** While there are fewer slots than this they grow faster. */
const eagerSlots = 1 << 16;
const eagerGrowth = 4;
const wordsOfFingerprint = 2;
/** Keys for which there is room while tables grow. */
const mostAside = 1 << 14;

/** What a set of rows is made of. */
export interface VisitedSetPlan {
  /** Words of a row. */
  readonly words: number;
  readonly shards: number;
  readonly kind: KeyKind;
}

/** The rows of a store as a set. */
export class VisitedSet {
  readonly #memory: LinearMemory;
  readonly #crew: Crew;
  readonly #shards: number;
  readonly #kind: KeyKind;
  /** How long a shard may become. */
  readonly #mostBytes: number;
  #words: number;
  #inShard = 0;

  constructor(memory: LinearMemory, crew: Crew, { words, shards, kind }: VisitedSetPlan) {
    this.#memory = memory;
    this.#crew = crew;
    this.#shards = shards;
    this.#kind = kind;
    this.#words = kind === 'exact' ? words : wordsOfFingerprint;
    this.#mostBytes = memory.divideFar(shards);
    memory.set(field.table, memory.far);
    memory.set(field.shardCount, shards);
    memory.set(field.shardStride, this.#mostBytes);
    this.#resize(firstSlots);
  }

  get bytes(): number {
    return this.#shards * this.#shardBytes;
  }

  /** What is to be said of what it knew so many states by, in words. */
  notes(states: number): readonly string[] {
    return this.#kind === 'fingerprint' ? [fingerprintWords(states)] : [];
  }

  get #shardBytes(): number {
    return this.#inShard * this.#words * 4;
  }

  /** Goes over to rows of another length; those of a store are taken in anew as an errand brings them. */
  relayout(store: RowStore, arriving: Errand): void {
    this.#empty();
    if (this.#kind === 'exact') this.#words = store.layout.words;
    this.#resize(this.#inShard);
    this.takeIn(store, arriving);
  }

  /**
   * Makes room for `more` rows beside those of the store, all of which are in the set; an errand may be
   * done meanwhile.
   * @throws RangeError where no more memory can be had.
   */
  makeRoom(store: RowStore, more: number, errand = noErrand): void {
    const wanted = (store.count + more) / mostLoad / this.#shards;
    if (wanted <= this.#inShard) return;
    const before = this.#inShard;
    this.#resize(this.#slotsFor(wanted));
    if (this.#isSpreadFrom(before, errand)) return;
    this.#empty();
    this.takeIn(store);
  }

  /** How many slots a shard is to have that has to have `wanted`. */
  #slotsFor(wanted: number): number {
    const most = Math.floor(this.#mostBytes / (this.#words * 4));
    const usual = growthOf(this.#kind, this.#words * 4);
    let slots = this.#inShard;
    while (slots < wanted) {
      const isFew = slots * this.#shards < eagerSlots;
      slots = Math.ceil(slots * (isFew ? eagerGrowth : usual));
    }
    return wanted <= most ? Math.min(slots, most) : slots;
  }

  /** Spreads the keys over more slots; answers whether it could be done in place. */
  #isSpreadFrom(before: number, errand: Errand): boolean {
    const memory = this.#memory;
    const capacity = Math.floor(mostAside / this.#shards);
    const length = capacity * this.#shards * this.#words * 4;
    const aside = memory.reserveRaw(length);
    memory.set(field.slotsBefore, before);
    memory.set(field.aside, aside);
    memory.set(field.asideCapacity, capacity);
    memory.set(field.isSpreadInVain, 0);
    const crew = before * this.#shards < eagerSlots ? this.#crew.alone : this.#crew;
    crew.run('spread', this.#shards, errand);
    memory.release(aside, length);
    return memory.get(field.isSpreadInVain) === 0;
  }

  /**
   * Makes room for the rows of a store in a set that is empty, and puts them there.
   * @throws RangeError where no more memory can be had.
   */
  fill(store: RowStore): void {
    this.makeRoom(store, 0);
    this.takeIn(store);
  }

  /**
   * Puts the rows of a store into the set: they are looked up as if rounds had found them. More of them may
   * arrive meanwhile.
   */
  takeIn(store: RowStore, arriving = noErrand): void {
    const memory = this.#memory;
    const { words } = store.layout;
    const isFingerprinted = this.#kind === 'fingerprint';
    const shards = this.#shards;
    const chunks = new Chunks(memory, { ...filling, words, shards, isFingerprinted });
    const together = filling.count * filling.capacity;
    for (let first = 0; ; first += together) {
      while (store.count < first + together && arriving.next());
      if (first >= store.count) break;
      const used = chunks.fill(store, first);
      const crew = used < filling.count ? this.#crew.alone : this.#crew;
      memory.set(field.chunkCount, used);
      crew.run('hash', used, arriving);
      crew.run('lookUp', this.#shards, arriving);
    }
    chunks.release();
  }

  #empty(): void {
    const { far, kernel } = this.#memory;
    for (let shard = 0; shard < this.#shards; shard++) {
      kernel.clear(far + shard * this.#mostBytes, this.#shardBytes);
    }
  }

  #resize(inShard: number): void {
    const memory = this.#memory;
    memory.reach(inShard * this.#words * 4);
    this.#inShard = inShard;
    memory.set(field.keyWords, this.#words);
    memory.set(field.slotsInShard, inShard);
  }
}

/** How much larger tables of such keys become. Larger steps move keys less often and leave more places empty. */
function growthOf(kind: KeyKind, keyBytes: number): number {
  if (kind === 'fingerprint') return growth.ofFingerprints;
  const allowed = (mostBytesOfState / keyBytes - 1) * mostLoad;
  return Math.min(growth.most, Math.max(growth.least, allowed));
}

/** Into how many shards tables are cut: more than threads, so that whoever is done first can take another. */
export function shardsFor(workers: number): number {
  return workers === 1 ? 1 : Math.min(field.mostShards, workers * 2);
}

/** What knowing states by fingerprints risks: two states may have the same. */
function fingerprintWords(states: number): string {
  // A pair of states has the same 63 bits with a probability of 2 ** -63.
  const chance = (states * (states - 1)) / 2 ** 64;
  return `states are known by fingerprints of 63 bits: that some state was taken for another and left out has a probability of at most ${chance.toExponential(1)}`;
}
