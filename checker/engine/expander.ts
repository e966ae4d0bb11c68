/**
 * From a packed row to its successors: the inner loop of the search. It reads and writes typed arrays
 * only; everything else happens once per block, step or sending (`BlockPool`, `Stations`).
 *
 * Steps that are independent make a diamond: whichever comes first, both lead to the same state. A
 * breadth-first search that lists the steps of a state in a fixed order needs to look up only one side
 * of it. Let state S have been found from P by step A, and let B be a step of P that comes before A in
 * the order, is independent of A, and so is a step of S as well. The state that B leads to from P has a
 * lower number than S and was expanded before it; there A led to the very state that B leads to from
 * S. So B is counted in S, but not looked up. (By induction on numbers this also holds where that look-up
 * of A was itself left out. The argument needs the breadth-first order; the number of transitions,
 * the states and the order in which they are found stay the same.)
 */

import { reaches } from '../system/system.ts';
import {
  BlockPool,
  actorColumns,
  conditional,
  feedsMonitors,
  headerLength,
  logged,
  nextShift,
  plain,
  readsEnvironment,
  writesEnvironment,
} from './block-pool.ts';
import type { Layout } from './layout.ts';
import type { RowStore } from './row-store.ts';
import type { World } from './world.ts';

/** Successors of rows, waiting to be looked up. */
export interface Batch {
  /** Packed rows, one after the other. */
  rows: Int32Array;
  /** The rows that they were found from. */
  parents: Int32Array;
  /** What kind of step led to each, see `RowStore.actor`. */
  actors: Uint8Array;
  /** Where in the pool the step stands that led to each. */
  steps: Int32Array;
  count: number;
}

const firstCapacity = 1 << 10;

const isKnown = 1 << 30;
const isBusy = 1 << 29;
const isMixed = 1 << 28;
const unconditional = isMixed - 1;

/** Expands rows into a batch. */
export class Expander {
  readonly blocks: BlockPool;
  readonly batch: Batch = {
    rows: new Int32Array(0),
    parents: new Int32Array(firstCapacity),
    actors: new Uint8Array(firstCapacity),
    steps: new Int32Array(firstCapacity),
    count: 0,
  };
  /** The enabled steps of all rows expanded so far, those that change nothing included. */
  transitions = 0;
  /** Whether nothing but faults was enabled in the row expanded last. */
  quiet = false;
  readonly #world: World;
  readonly #listsAll: boolean;
  #layout: Layout;
  /** Per column its word, shift, mask, and where its stations begin in the two tables below. */
  #columns = new Int32Array(0);
  /** Per station of each host, its block. */
  #blockOf = new Int32Array(0);
  /** Per station, its unconditional steps, and the bits below; 0 where it wasn't compiled yet. */
  #summaryOf = new Int32Array(0);
  /** Per partition, sender and receiver, whether messages get through. */
  readonly #reach: Uint8Array;
  /** The row that is being expanded, and what was found of it so far. */
  #rows: Int32Array = new Int32Array(0);
  #at = 0;
  #actor = 0;
  #count = 0;
  #found = 0;
  #busy = 0;

  /** `listsAll`: whether steps are listed that lead to no new state for certain. */
  constructor(world: World, layout: Layout, listsAll: boolean) {
    this.#world = world;
    this.#listsAll = listsAll;
    this.#layout = layout;
    this.blocks = new BlockPool(world, listsAll);
    this.#reach = reachTable(world);
    this.relayout(layout);
  }

  /** Goes over to another layout; the batch must be empty. */
  relayout(layout: Layout): void {
    // The environment does something of its own only where there are partitions.
    const { hosts, loaded } = this.#world;
    const count = hosts.length + Math.min(1, loaded.system.partitions.length);
    const columns = new Int32Array(count * 4);
    let size = 0;
    for (let column = 0; column < count; column++) {
      const mask = layout.greatest[column] ?? 0;
      columns.set(
        [layout.wordOf[column] ?? 0, layout.shiftOf[column] ?? 0, mask, size],
        column * 4,
      );
      size += mask + 1;
    }
    this.#blockOf = this.#moved(this.#blockOf, columns, size);
    this.#summaryOf = this.#moved(this.#summaryOf, columns, size);
    this.#columns = columns;
    this.#layout = layout;
    this.batch.rows = new Int32Array(this.batch.steps.length * layout.words);
  }

  /** What a table of stations is when columns begin elsewhere. */
  #moved(table: Int32Array, columns: Int32Array, size: number): Int32Array<ArrayBuffer> {
    const moved = new Int32Array(size);
    for (let at = 0; at < this.#columns.length; at += 4) {
      const from = this.#columns[at + 3] ?? 0;
      // A column that had room to grow may have less of it now; its numbers fit both.
      const count = Math.min(this.#columns[at + 2] ?? 0, columns[at + 2] ?? 0) + 1;
      moved.set(table.subarray(from, from + count), columns[at + 3]);
    }
    return moved;
  }

  /**
   * Appends the successors of a row. Answers false, having changed nothing, where some number no
   * longer fits the layout: it is to be widened, and the row expanded again.
   */
  expand(store: RowStore, row: number): boolean {
    const { batch } = this;
    const columns = this.#columns;
    const rows = store.chunk(row);
    const at = store.offset(row);
    const parent = row === 0 ? 0 : store.parent(row);
    const parentRows = store.chunk(parent);
    const parentAt = store.offset(parent);
    const actor = store.actor(row);
    const asleepBefore = this.#listsAll ? 0 : (actor & actorColumns) * 4;
    this.#rows = rows;
    this.#at = at;
    this.#actor = actor;
    this.#count = batch.count;
    this.#found = 0;
    this.#busy = 0;
    for (let column = 0; column < columns.length; column += 4) {
      const wordAt = columns[column] ?? 0;
      const shift = columns[column + 1] ?? 0;
      const mask = columns[column + 2] ?? 0;
      const word = rows[at + wordAt] ?? 0;
      const station = (columns[column + 3] ?? 0) + ((word >>> shift) & mask);
      let summary = this.#summaryOf[station] ?? 0;
      if (summary === 0) summary = this.#compile(column >> 2, station);
      if (summary === 0) return false;
      this.#found += summary & unconditional;
      this.#busy |= summary & isBusy;
      const isAsleep =
        column < asleepBefore &&
        ((word ^ (parentRows[parentAt + wordAt] ?? 0)) & (mask << shift)) === 0;
      if ((summary & isMixed) === 0) {
        if (!isAsleep) this.#plain(this.#blockOf[station] ?? 0, column);
      } else if (!this.#mixed(this.#blockOf[station] ?? 0, column >> 2, isAsleep)) return false;
    }
    for (let entry = batch.count; entry < this.#count; entry++) batch.parents[entry] = row;
    batch.count = this.#count;
    this.transitions += this.#found;
    this.quiet = this.#busy === 0;
    return true;
  }

  /** Lists the steps of a block that has only plain ones; `column` is its entry in `#columns`. */
  #plain(block: number, column: number): void {
    const { pool, actors: actorOf } = this.blocks;
    const { words } = this.#layout;
    const end = pool[block + 2] ?? 0;
    this.#makeRoom(end - block);
    const { rows: batchRows, steps, actors } = this.batch;
    const rows = this.#rows;
    const at = this.#at;
    const wordAt = this.#columns[column] ?? 0;
    const shift = this.#columns[column + 1] ?? 0;
    const rest = (rows[at + wordAt] ?? 0) & ~((this.#columns[column + 2] ?? 0) << shift);
    let count = this.#count;
    for (let place = block + headerLength; place < end; place++, count++) {
      const to = count * words;
      for (let word = 0; word < words; word++) batchRows[to + word] = rows[at + word] ?? 0;
      batchRows[to + wordAt] = rest | (((pool[place] ?? 0) >>> nextShift) << shift);
      steps[count] = place;
      actors[count] = actorOf[place] ?? 0;
    }
    this.#count = count;
  }

  /** Lists the steps of any block; false where a number doesn't fit. */
  #mixed(block: number, column: number, isAsleep: boolean): boolean {
    const end = this.blocks.pool[block + 2] ?? 0;
    this.#makeRoom(end - block);
    let place = block + headerLength;
    while (place < end) {
      const code = this.blocks.pool[place] ?? 0;
      switch (code & 3) {
        case plain:
          if (!isAsleep) {
            this.#copy(place);
            this.#write(column, code >>> nextShift);
            this.#count++;
          }
          place++;
          break;
        case conditional:
          if (!this.#conditional(place, column, isAsleep)) return false;
          place += 4;
          break;
        default: {
          const isLogged = (code & 3) === logged;
          const sends = isLogged ? place + 2 : place + 1;
          if (!isAsleep || !this.#isIndependent(place, sends)) {
            const log = isLogged ? (this.blocks.pool[place + 1] ?? 0) : 0;
            this.#copy(place);
            this.#write(column, code >>> nextShift);
            if (!this.#apply(sends, log)) return false;
          }
          place = sends + 1 + 2 * (this.blocks.pool[sends] ?? 0);
        }
      }
    }
    return true;
  }

  /** Compiles a station, given by its place in the tables; 0 where a number doesn't fit. */
  #compile(column: number, station: number): number {
    const { blocks } = this;
    const block = blocks.compiled(column, station - (this.#columns[column * 4 + 3] ?? 0));
    const { pool } = blocks;
    const summary =
      isKnown |
      (pool[block] ?? 0) |
      (pool[block + 1] === 0 ? 0 : isBusy) |
      (pool[block + 3] === 0 ? 0 : isMixed);
    this.#blockOf[station] = block;
    this.#summaryOf[station] = summary;
    return this.#layout.fits(this.#world.sizes()) ? summary : 0;
  }

  /** Lists a conditional step, and counts it, where it is allowed; false where a number doesn't fit. */
  #conditional(place: number, column: number, isAsleep: boolean): boolean {
    const { blocks } = this;
    const { hosts, environments } = this.#world;
    const now = this.#layout.read(this.#rows, this.#at, hosts.length);
    if (!this.#reaches(now, blocks.pool[place + 3] ?? -1, column)) return true;
    const next = environments.spent(now, blocks.pool[place + 2] ?? -1);
    if (next < 0) return true;
    if (next > (this.#layout.greatest[hosts.length] ?? 0)) return false;
    let details = blocks.pool[place + 1] ?? 0;
    if (details === 0) {
      details = blocks.resolved(place);
      if (!this.#layout.fits(this.#world.sizes())) return false;
    }
    if (details < 0) return true;
    const { pool } = blocks;
    this.#found++;
    if (((pool[place] ?? 0) & 4) === 0) this.#busy = 1;
    if (isAsleep && this.#isIndependent(place, details + 2)) return true;
    this.#copy(place);
    this.#write(hosts.length, next);
    this.#write(column, pool[details] ?? 0);
    return this.#apply(details + 2, pool[details + 1] ?? 0);
  }

  #reaches(environment: number, sender: number, column: number): boolean {
    if (sender < 0) return true;
    const { hosts, environments } = this.#world;
    const { partition } = environments.item(environment);
    if (partition === null) return true;
    return this.#reach[(partition * hosts.length + sender) * hosts.length + column] === 1;
  }

  /**
   * Whether a step at a column that the actor didn't change is independent of the actor's (see above).
   * `sends` is where the pool counts its parcels.
   */
  #isIndependent(place: number, sends: number): boolean {
    const { pool, actors } = this.blocks;
    const mine = actors[place] ?? 0;
    const other = this.#actor;
    if ((mine & writesEnvironment) !== 0 && (other & readsEnvironment) !== 0) return false;
    if ((other & writesEnvironment) !== 0 && (mine & readsEnvironment) !== 0) return false;
    if ((mine & other & feedsMonitors) !== 0) return false;
    const actorColumn = other & actorColumns;
    let left = pool[sends] ?? 0;
    if (actorColumn === actorColumns) return left === 0;
    for (let at = sends + 1; left > 0; left--, at += 2) {
      if (pool[at] === actorColumn) return false;
    }
    return true;
  }

  #copy(place: number): void {
    const { batch } = this;
    const { words } = this.#layout;
    const to = this.#count * words;
    for (let word = 0; word < words; word++) {
      batch.rows[to + word] = this.#rows[this.#at + word] ?? 0;
    }
    batch.steps[this.#count] = place;
    batch.actors[this.#count] = this.blocks.actors[place] ?? 0;
  }

  /**
   * Writes what a step sends and tells into the copied row, and lists it if it changed anything; false
   * where a number doesn't fit.
   */
  #apply(sends: number, log: number): boolean {
    if ((this.blocks.pool[sends] ?? 0) > 0 && !this.#send(sends)) return false;
    if (log !== 0 && !this.#feed(log)) return false;
    if (this.#listsAll || this.#differs()) this.#count++;
    return true;
  }

  #send(sends: number): boolean {
    const { pool } = this.blocks;
    const { hosts } = this.#world;
    const { rows } = this.batch;
    const { words, wordOf, shiftOf, greatest } = this.#layout;
    for (let left = pool[sends] ?? 0, at = sends + 1; left > 0; left--, at += 2) {
      const host = pool[at] ?? 0;
      const parcel = pool[at + 1] ?? 0;
      const word = this.#count * words + (wordOf[host] ?? 0);
      const shift = shiftOf[host] ?? 0;
      const mask = greatest[host] ?? 0;
      const station = ((rows[word] ?? 0) >>> shift) & mask;
      const stations = hosts[host]?.stations;
      if (stations === undefined) return false;
      let reached = stations.knownAfter(station, parcel);
      if (reached === -1) reached = stations.after(station, parcel);
      if (reached > mask) return false;
      // A message without effect may have had one, had its receiver stepped first: nothing may be left
      // out beside such a step. Column 0 comes first, so beside an actor there nothing is.
      if (reached === station) this.batch.actors[this.#count] = 0;
      rows[word] = ((rows[word] ?? 0) & ~(mask << shift)) | (reached << shift);
    }
    return true;
  }

  #feed(log: number): boolean {
    const { hosts, monitors } = this.#world;
    const { layout, row } = { layout: this.#layout, row: this.#count * this.#layout.words };
    for (let index = 0; index < monitors.length; index++) {
      const monitor = monitors[index];
      if (monitor === undefined) return false;
      const column = hosts.length + 1 + index;
      const local = layout.read(this.batch.rows, row, column);
      let next = monitor.knownFed(local, log);
      if (next === -1) next = monitor.fed(local, log);
      if (next > (layout.greatest[column] ?? 0)) return false;
      this.#write(column, next);
    }
    return true;
  }

  #write(column: number, value: number): void {
    const { words, wordOf, shiftOf, greatest } = this.#layout;
    const { rows } = this.batch;
    const word = this.#count * words + (wordOf[column] ?? 0);
    const shift = shiftOf[column] ?? 0;
    rows[word] = ((rows[word] ?? 0) & ~((greatest[column] ?? 0) << shift)) | (value << shift);
  }

  #differs(): boolean {
    const { words } = this.#layout;
    const to = this.#count * words;
    for (let word = 0; word < words; word++) {
      if (this.#rows[this.#at + word] !== this.batch.rows[to + word]) return true;
    }
    return false;
  }

  #makeRoom(more: number): void {
    const { batch } = this;
    let capacity = batch.steps.length;
    if (this.#count + more <= capacity) return;
    while (this.#count + more > capacity) capacity *= 2;
    batch.rows = enlarged(batch.rows, capacity * this.#layout.words);
    batch.parents = enlarged(batch.parents, capacity);
    batch.steps = enlarged(batch.steps, capacity);
    const actors = new Uint8Array(capacity);
    actors.set(batch.actors);
    batch.actors = actors;
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
