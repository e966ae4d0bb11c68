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
import { Batch } from './batch.ts';
import {
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
import { BlockTable, isBusy, isMixed, unconditional } from './block-table.ts';
import type { Layout } from './layout.ts';
import type { RowStore } from './row-store.ts';
import type { World } from './world.ts';

/** Expands rows into a batch. */
export class Expander {
  readonly blocks: BlockTable['blocks'];
  readonly batch: Batch;
  /** The enabled steps of all rows expanded so far, those that change nothing included. */
  transitions = 0;
  /** Whether nothing but faults was enabled in the row expanded last. */
  quiet = false;
  readonly #world: World;
  readonly #listsAll: boolean;
  #layout: Layout;
  readonly #table: BlockTable;
  /** Per partition, sender and receiver, whether messages get through. */
  readonly #reach: Uint8Array;
  /** The row that is being expanded, and what was found of it so far. */
  #rows: Int32Array = new Int32Array(0);
  #at = 0;
  #actor = 0;
  #found = 0;
  #busy = 0;

  /** `listsAll`: whether steps are listed that lead to no new state for certain. */
  constructor(world: World, layout: Layout, listsAll: boolean) {
    this.#world = world;
    this.#listsAll = listsAll;
    this.#layout = layout;
    this.batch = new Batch(layout);
    this.#table = new BlockTable(world, layout, listsAll);
    this.blocks = this.#table.blocks;
    this.#reach = reachTable(world);
  }

  /** Goes over to another layout; the batch must be empty. */
  relayout(layout: Layout): void {
    this.#layout = layout;
    this.#table.relayout(layout);
    this.batch.relayout(layout);
  }

  /**
   * Appends the successors of a row. Answers false, having changed nothing, where some number no
   * longer fits the layout: it is to be widened, and the row expanded again.
   */
  expand(store: RowStore, row: number): boolean {
    const { batch } = this;
    const { columns, summaryOf, blockOf } = this.#table;
    const rows = store.chunk(row);
    const at = store.offset(row);
    const parent = row === 0 ? 0 : store.parent(row);
    const parentRows = store.chunk(parent);
    const parentAt = store.offset(parent);
    const actor = store.actor(row);
    const asleepBefore = this.#listsAll ? 0 : (actor & actorColumns) * 4;
    const start = batch.count;
    this.#rows = rows;
    this.#at = at;
    this.#actor = actor;
    this.#found = 0;
    this.#busy = 0;
    for (let column = 0; column < columns.length; column += 4) {
      const wordAt = columns[column] ?? 0;
      const shift = columns[column + 1] ?? 0;
      const mask = columns[column + 2] ?? 0;
      const word = rows[at + wordAt] ?? 0;
      const station = (columns[column + 3] ?? 0) + ((word >>> shift) & mask);
      let summary = summaryOf[station] ?? 0;
      if (summary === 0) summary = this.#table.compile(column >> 2, station);
      if (summary === 0) return this.#undo(start);
      this.#found += summary & unconditional;
      this.#busy |= summary & isBusy;
      const isAsleep =
        column < asleepBefore &&
        ((word ^ (parentRows[parentAt + wordAt] ?? 0)) & (mask << shift)) === 0;
      if ((summary & isMixed) === 0) {
        if (!isAsleep) this.#plain(blockOf[station] ?? 0, column);
      } else if (!this.#mixed(blockOf[station] ?? 0, column >> 2, isAsleep)) {
        return this.#undo(start);
      }
    }
    for (let entry = start; entry < batch.count; entry++) batch.parents[entry] = row;
    this.transitions += this.#found;
    this.quiet = this.#busy === 0;
    return true;
  }

  #undo(start: number): false {
    this.batch.count = start;
    return false;
  }

  /** Lists the steps of a block that has only plain ones; `column` is where the table describes its column. */
  #plain(block: number, column: number): void {
    const { pool, actors: actorOf } = this.blocks;
    const { columns } = this.#table;
    const { words } = this.#layout;
    const end = pool[block + 2] ?? 0;
    this.batch.makeRoom(end - block);
    const { rows: batchRows, steps, actors } = this.batch;
    const rows = this.#rows;
    const at = this.#at;
    const wordAt = columns[column] ?? 0;
    const shift = columns[column + 1] ?? 0;
    const rest = (rows[at + wordAt] ?? 0) & ~((columns[column + 2] ?? 0) << shift);
    let count = this.batch.count;
    for (let place = block + headerLength; place < end; place++, count++) {
      const to = count * words;
      for (let word = 0; word < words; word++) batchRows[to + word] = rows[at + word] ?? 0;
      batchRows[to + wordAt] = rest | (((pool[place] ?? 0) >>> nextShift) << shift);
      steps[count] = place;
      actors[count] = actorOf[place] ?? 0;
    }
    this.batch.count = count;
  }

  /** Lists the steps of any block; false where a number doesn't fit. */
  #mixed(block: number, column: number, isAsleep: boolean): boolean {
    const end = this.blocks.pool[block + 2] ?? 0;
    this.batch.makeRoom(end - block);
    let place = block + headerLength;
    while (place < end) {
      const code = this.blocks.pool[place] ?? 0;
      switch (code & 3) {
        case plain:
          if (!isAsleep) {
            this.#draft(place, column, code >>> nextShift);
            this.batch.count++;
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
            this.#draft(place, column, code >>> nextShift);
            if (!this.#apply(sends, log)) return false;
          }
          place = sends + 1 + 2 * (this.blocks.pool[sends] ?? 0);
        }
      }
    }
    return true;
  }

  /** Lists a conditional step, and counts it, where it is allowed; false where a number doesn't fit. */
  #conditional(place: number, column: number, isAsleep: boolean): boolean {
    const { blocks } = this;
    const { hosts, environments } = this.#world;
    const now = this.#layout.read(this.#rows, this.#at, hosts.length);
    if (!this.#reaches(now, blocks.pool[place + 3] ?? -1, column)) return true;
    const next = environments.spent(now, blocks.pool[place + 2] ?? -1);
    if (next < 0) return true;
    let details = blocks.pool[place + 1] ?? 0;
    if (details === 0) {
      details = blocks.resolved(place);
      if (!this.#table.fits()) return false;
    }
    if (details < 0) return true;
    const { pool } = blocks;
    this.#found++;
    if (((pool[place] ?? 0) & 4) === 0) this.#busy = 1;
    if (isAsleep && this.#isIndependent(place, details + 2)) return true;
    this.#draft(place, column, pool[details] ?? 0);
    return this.batch.write(hosts.length, next) && this.#apply(details + 2, pool[details + 1] ?? 0);
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

  #draft(place: number, column: number, next: number): void {
    const { batch } = this;
    batch.copy(this.#rows, this.#at);
    batch.write(column, next);
    batch.steps[batch.count] = place;
    batch.actors[batch.count] = this.blocks.actors[place] ?? 0;
  }

  /**
   * Writes what a step sends and tells into the copied row, and lists it if it changed anything; false
   * where a number doesn't fit.
   */
  #apply(sends: number, log: number): boolean {
    if ((this.blocks.pool[sends] ?? 0) > 0 && !this.#send(sends)) return false;
    if (log !== 0 && !this.#feed(log)) return false;
    if (this.#listsAll || this.batch.differs(this.#rows, this.#at)) this.batch.count++;
    return true;
  }

  #send(sends: number): boolean {
    const { batch } = this;
    const { pool } = this.blocks;
    const { hosts } = this.#world;
    for (let left = pool[sends] ?? 0, at = sends + 1; left > 0; left--, at += 2) {
      const host = pool[at] ?? 0;
      const parcel = pool[at + 1] ?? 0;
      const station = batch.read(host);
      const stations = hosts[host]?.stations;
      if (stations === undefined) return false;
      let reached = stations.knownAfter(station, parcel);
      if (reached === -1) reached = stations.after(station, parcel);
      // A message without effect may have had one, had its receiver stepped first: nothing may be left
      // out beside such a step. Column 0 comes first, so beside an actor there nothing is.
      if (reached === station) batch.actors[batch.count] = 0;
      else if (!batch.write(host, reached)) return false;
    }
    return true;
  }

  #feed(log: number): boolean {
    const { hosts, monitors } = this.#world;
    for (let index = 0; index < monitors.length; index++) {
      const monitor = monitors[index];
      if (monitor === undefined) return false;
      const column = hosts.length + 1 + index;
      const local = this.batch.read(column);
      let next = monitor.knownFed(local, log);
      if (next === -1) next = monitor.fed(local, log);
      if (next !== local && !this.batch.write(column, next)) return false;
    }
    return true;
  }
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
