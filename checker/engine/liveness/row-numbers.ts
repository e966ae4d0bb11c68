/** The numbers of a store's rows by what is in them, in the far part of the kernel's memory. */

import { Chunks, filling } from '../chunks.ts';
import type { Crew } from '../crew.ts';
import { noErrand } from '../errand.ts';
import * as field from '../kernel/fields.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';
import type { RowStore } from '../row-store.ts';

/** How full shards are on average: as a rule, and where there is no room for more slots. */
const load = 0.7;
const mostLoad = 0.95;
/** So many slots more, since rows don't spread evenly where there are few of them. */
const spare = 64;

/** Where rows are numbered, and who does it. */
export interface Registry {
  readonly memory: LinearMemory;
  readonly crew: Crew;
  readonly shards: number;
}

/** What the kernel finds the numbers of rows in, see `kernel/assembly/edges.ts`. */
export class RowNumbers {
  readonly #registry: Registry;
  /** What each shard takes. */
  #shardBytes = 0;

  constructor(registry: Registry) {
    const { memory, shards } = registry;
    this.#registry = registry;
    memory.set(field.table, memory.far);
    memory.set(field.shardCount, shards);
    memory.set(field.shardStride, memory.divideFar(shards));
  }

  get bytes(): number {
    return this.#shardBytes * this.#registry.shards;
  }

  /**
   * Forgets all rows that it had, and takes in those of a store; tells now and then how many are left.
   * @throws RangeError where no more memory can be had.
   */
  take(store: RowStore, onRows: (left: number) => void): void {
    const { memory, crew, shards } = this.#registry;
    memory.clearFar();
    const { words } = store.layout;
    const slots = this.#slotsFor(store);
    const bytes = slots * slotBytes(words);
    memory.reach(bytes);
    this.#shardBytes = bytes;
    memory.set(field.keyWords, words);
    memory.set(field.slotsInShard, slots);
    const chunks = new Chunks(memory, { ...filling, words, shards, isFingerprinted: false });
    for (let first = 0; first < store.count; first += filling.count * filling.capacity) {
      onRows(store.count - first);
      const used = chunks.fill(store, first);
      const present = used < filling.count ? crew.alone : crew;
      memory.set(field.chunkCount, used);
      present.run('hash', used, noErrand);
      present.run('enroll', shards, noErrand);
    }
    chunks.release();
  }

  /** How many slots each shard is to have: of those that have room if need be, but with gaps between rows. */
  #slotsFor({ count, layout }: RowStore): number {
    const { memory, shards } = this.#registry;
    const [roomy, tight] = [load, mostLoad].map((full) => Math.ceil(count / shards / full) + spare);
    const most = Math.floor(memory.divideFar(shards) / slotBytes(layout.words));
    return Math.max(tight ?? 0, Math.min(roomy ?? 0, most));
  }
}

/** A slot is a row and its number. */
function slotBytes(words: number): number {
  return (words + 1) * 4;
}
