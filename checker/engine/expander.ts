/**
 * From a packed row to its successors: the inner loop of the search. It reads and writes typed arrays
 * only; everything else happens once per block, step or sending (`BlockPool`, `Stations`).
 */

import { reaches } from '../system/system.ts';
import { BlockPool, conditional, headerLength, logged, nextShift, plain } from './block-pool.ts';
import type { Layout } from './layout.ts';
import type { World } from './world.ts';

/** Successors of rows, waiting to be looked up. */
export interface Batch {
  /** Packed rows, one after the other. */
  rows: Int32Array;
  /** The rows that they were found from. */
  parents: Int32Array;
  /** Where in the pool the step stands that led to each. */
  steps: Int32Array;
  count: number;
}

const firstCapacity = 1 << 10;

/** Expands rows into a batch. */
export class Expander {
  readonly blocks: BlockPool;
  readonly batch: Batch = {
    rows: new Int32Array(0),
    parents: new Int32Array(firstCapacity),
    steps: new Int32Array(firstCapacity),
    count: 0,
  };
  /** The enabled steps of all rows expanded so far, those that change nothing included. */
  transitions = 0;
  /** Whether nothing but faults was enabled in the row expanded last. */
  quiet = false;
  readonly #world: World;
  readonly #keepsLoops: boolean;
  #layout: Layout;
  /** Per station of each host, its block, or 0; a host's begin at its entry of `#bases`. */
  #blockOf = new Int32Array(0);
  #bases = new Int32Array(0);
  /** Per partition, sender and receiver, whether messages get through. */
  readonly #reach: Uint8Array;

  constructor(world: World, layout: Layout, keepsLoops: boolean) {
    this.#world = world;
    this.#keepsLoops = keepsLoops;
    this.#layout = layout;
    this.blocks = new BlockPool(world, keepsLoops);
    this.#reach = reachTable(world);
    this.relayout(layout);
  }

  /** Goes over to another layout; the batch must be empty. */
  relayout(layout: Layout): void {
    // The environment does something of its own only where there are partitions.
    const { hosts, loaded } = this.#world;
    const columns = hosts.length + Math.min(1, loaded.system.partitions.length);
    const bases = new Int32Array(columns);
    let size = 0;
    for (let column = 0; column < columns; column++) {
      bases[column] = size;
      size += (layout.greatest[column] ?? 0) + 1;
    }
    const blockOf = new Int32Array(size);
    for (let column = 0; column < this.#bases.length; column++) {
      const from = this.#bases[column] ?? 0;
      // A column that had room to grow may have less of it now; its numbers fit both.
      const count = Math.min(this.#layout.greatest[column] ?? 0, layout.greatest[column] ?? 0) + 1;
      blockOf.set(this.#blockOf.subarray(from, from + count), bases[column]);
    }
    this.#blockOf = blockOf;
    this.#bases = bases;
    this.#layout = layout;
    this.batch.rows = new Int32Array(this.batch.steps.length * layout.words);
  }

  /**
   * Appends the successors of the row whose words begin at `at`. Answers false, having changed
   * nothing, where some number no longer fits the layout: it is to be widened, and the row expanded
   * again.
   */
  expand(rows: Int32Array, at: number, parent: number): boolean {
    const { batch, blocks } = this;
    const { words, wordOf, shiftOf, greatest } = this.#layout;
    const bases = this.#bases;
    const blockOf = this.#blockOf;
    const start = batch.count;
    let pool = blocks.pool;
    let count = start;
    let transitions = 0;
    let busy = 0;
    for (let column = 0; column < bases.length; column++) {
      const wordAt = wordOf[column] ?? 0;
      const shift = shiftOf[column] ?? 0;
      const mask = greatest[column] ?? 0;
      const word = rows[at + wordAt] ?? 0;
      const station = (word >>> shift) & mask;
      const rest = word & ~(mask << shift);
      let block = blockOf[(bases[column] ?? 0) + station] ?? 0;
      if (block === 0) {
        block = this.#compile(column, station);
        if (block === 0) return false;
        pool = blocks.pool;
      }
      transitions += pool[block] ?? 0;
      busy |= pool[block + 1] ?? 0;
      const end = pool[block + 2] ?? 0;
      if (count + end - block > batch.steps.length) this.#enlarge(count, end - block);
      const { rows: batchRows, steps } = batch;
      let place = block + headerLength;
      while (place < end) {
        const code = pool[place] ?? 0;
        const kind = code & 3;
        const to = count * words;
        for (let index = 0; index < words; index++) batchRows[to + index] = rows[at + index] ?? 0;
        steps[count] = place;
        if (kind === plain) {
          batchRows[to + wordAt] = rest | ((code >>> nextShift) << shift);
          count++;
          place++;
          continue;
        }
        let details = place + 1;
        let next = code >>> nextShift;
        if (kind === conditional) {
          const environment = this.#allowed(rows, at, { place, host: column });
          place += 4;
          if (environment < 0) {
            if (environment === -2) return false;
            continue;
          }
          details = blocks.pool[place - 3] ?? 0;
          if (details === 0) {
            details = blocks.resolved(place - 4);
            pool = blocks.pool;
            if (!this.#layout.fits(this.#world.sizes())) return false;
          }
          if (details === -1) continue;
          this.#write(to, this.#world.hosts.length, environment);
          next = pool[details] ?? 0;
          transitions++;
          busy |= (code & 4) === 0 ? 1 : 0;
          if (
            !this.#changed(to, { column, next, log: pool[details + 1] ?? 0, parcels: details + 2 })
          )
            return false;
        } else {
          const log = kind === logged ? (pool[details] ?? 0) : 0;
          if (kind === logged) details++;
          place = details + 1 + 2 * (pool[details] ?? 0);
          if (!this.#changed(to, { column, next, log, parcels: details })) return false;
        }
        if (this.#keepsLoops || this.#differs(rows, at, to)) count++;
      }
    }
    batch.count = count;
    for (let entry = start; entry < count; entry++) batch.parents[entry] = parent;
    this.transitions += transitions;
    this.quiet = busy === 0;
    return true;
  }

  #compile(column: number, station: number): number {
    const block = this.blocks.compiled(column, station);
    this.#blockOf[(this.#bases[column] ?? 0) + station] = block;
    return this.#layout.fits(this.#world.sizes()) ? block : 0;
  }

  /** The environment after a conditional step; -1 where it is not allowed, -2 where none fits. */
  #allowed(
    rows: Int32Array,
    at: number,
    { place, host }: { readonly place: number; readonly host: number },
  ): number {
    const { pool } = this.blocks;
    const { environments, hosts } = this.#world;
    const now = this.#layout.read(rows, at, hosts.length);
    const sender = pool[place + 3] ?? -1;
    if (sender >= 0) {
      const { partition } = environments.item(now);
      const pair = sender * hosts.length + host;
      const isReached =
        partition === null || this.#reach[partition * hosts.length * hosts.length + pair] === 1;
      if (!isReached) return -1;
    }
    const next = environments.spent(now, pool[place + 2] ?? -1);
    if (next < 0) return -1;
    return next > (this.#layout.greatest[hosts.length] ?? 0) ? -2 : next;
  }

  /** Writes what a step changes into the batch's row at `to`; false where a number doesn't fit. */
  #changed(
    to: number,
    step: {
      readonly column: number;
      readonly next: number;
      readonly log: number;
      readonly parcels: number;
    },
  ): boolean {
    const { pool } = this.blocks;
    const { hosts } = this.#world;
    const { rows } = this.batch;
    const { wordOf, shiftOf, greatest } = this.#layout;
    this.#write(to, step.column, step.next);
    let sent = step.parcels + 1;
    for (let left = pool[step.parcels] ?? 0; left > 0; left--, sent += 2) {
      const host = pool[sent] ?? 0;
      const parcel = pool[sent + 1] ?? 0;
      const word = to + (wordOf[host] ?? 0);
      const shift = shiftOf[host] ?? 0;
      const mask = greatest[host] ?? 0;
      const station = ((rows[word] ?? 0) >>> shift) & mask;
      const stations = hosts[host]?.stations;
      if (stations === undefined) return false;
      let reached = stations.knownAfter(station, parcel);
      if (reached === -1) reached = stations.after(station, parcel);
      if (reached > mask) return false;
      rows[word] = ((rows[word] ?? 0) & ~(mask << shift)) | (reached << shift);
    }
    return step.log === 0 || this.#fed(to, step.log);
  }

  #fed(to: number, log: number): boolean {
    const { hosts, monitors } = this.#world;
    for (let index = 0; index < monitors.length; index++) {
      const monitor = monitors[index];
      if (monitor === undefined) return false;
      const column = hosts.length + 1 + index;
      const local = this.#layout.read(this.batch.rows, to, column);
      let next = monitor.knownFed(local, log);
      if (next === -1) next = monitor.fed(local, log);
      if (next > (this.#layout.greatest[column] ?? 0)) return false;
      this.#write(to, column, next);
    }
    return true;
  }

  #write(to: number, column: number, value: number): void {
    const { rows } = this.batch;
    const word = to + (this.#layout.wordOf[column] ?? 0);
    const shift = this.#layout.shiftOf[column] ?? 0;
    const mask = this.#layout.greatest[column] ?? 0;
    rows[word] = ((rows[word] ?? 0) & ~(mask << shift)) | (value << shift);
  }

  #differs(rows: Int32Array, at: number, to: number): boolean {
    const { words } = this.#layout;
    for (let word = 0; word < words; word++) {
      if (rows[at + word] !== this.batch.rows[to + word]) return true;
    }
    return false;
  }

  #enlarge(count: number, more: number): void {
    const { batch } = this;
    let capacity = batch.steps.length;
    while (count + more > capacity) capacity *= 2;
    batch.rows = enlarged(batch.rows, capacity * this.#layout.words);
    batch.parents = enlarged(batch.parents, capacity);
    batch.steps = enlarged(batch.steps, capacity);
  }
}

function enlarged(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}

function reachTable(world: World): Uint8Array {
  const { system } = world.loaded;
  const ids = world.hosts.map(({ id }) => id);
  return Uint8Array.from(
    system.partitions.flatMap((_, grouping) =>
      ids.flatMap((sender) =>
        ids.map((receiver) => (reaches(system, grouping, [sender, receiver]) ? 1 : 0)),
      ),
    ),
  );
}
