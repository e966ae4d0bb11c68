/**
 * The steps of one world as the kernel reads them: which block belongs to which station, and a memo of
 * what budgets, parcels and logs bring about. Filled only with what the kernel missed, while it expands
 * nothing.
 */

import { BrokenModel } from '../broken-model.ts';
import { reaches } from '../system/system.ts';
import { BlockPool } from './block-pool.ts';
import type { Errand } from './errand.ts';
import * as code from './kernel/codes.ts';
import * as field from './kernel/fields.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { Layout } from './layout.ts';
import type { World } from './world.ts';

const columnBytes = 16;
const stationBytes = 8;
const memoBytes = 16;
const firstMemoSlots = 1 << 12;
/** The memo's keys have 10 bits for what was missed. */
const mostHosts = field.missedLog - field.missedParcel;
const mostMonitors = 2 ** 10 - field.missedLog;

/** The tables of all stations that were met, as the present layout numbers them. */
export class StepTables {
  readonly blocks: BlockPool;
  readonly kernel: Kernel;
  readonly #world: World;
  readonly #memory: LinearMemory;
  #layout: Layout;
  readonly #columns: number;
  /** Per column, the address of its stations and how many have a place there. */
  #stations: readonly { readonly address: number; readonly count: number }[] = [];
  #memo: number;
  #memoSlots = firstMemoSlots;
  #memoSize = 0;
  #partitions: { readonly address: number; readonly length: number };
  #partitionsKnown = 0;
  /** Per column, the most steps that one of its stations has. */
  readonly #mostSteps: number[] = [];
  /**
   * All that was missed and is resolved, as `Chunks.missed` tells it, each thing once: tables that are told it
   * anew, of a world with the same numbers, are the same.
   */
  readonly resolved: number[] = [];

  /** `listsAll`: whether steps are listed that lead to no new state for certain. */
  constructor(world: World, layout: Layout, memory: LinearMemory, listsAll: boolean) {
    this.#world = world;
    this.#layout = layout;
    this.#memory = memory;
    this.kernel = memory.kernel;
    this.blocks = new BlockPool(world, memory, listsAll);
    this.#columns = memory.reserve(world.width * columnBytes);
    this.#memo = memory.reserve(firstMemoSlots * memoBytes);
    this.#partitions = { address: memory.reserve(256), length: 256 };
    this.#declare(listsAll);
    this.relayout(layout);
  }

  #declare(listsAll: boolean): void {
    const memory = this.#memory;
    const { hosts, loaded, monitors } = this.#world;
    if (hosts.length > mostHosts || monitors.length > mostMonitors) {
      throw new BrokenModel(
        `${hosts.length} hosts and ${monitors.length} monitors are more than can be told apart: ${mostHosts} and ${mostMonitors}. Check a system with fewer`,
        { model: loaded.model.name },
      );
    }
    // The environment does something of its own only where there are partitions.
    memory.set(field.columnCount, hosts.length + Math.min(1, loaded.system.partitions.length));
    memory.set(field.columns, this.#columns);
    memory.set(field.hostCount, hosts.length);
    memory.set(field.monitorCount, monitors.length);
    memory.set(field.listsAll, listsAll ? 1 : 0);
    memory.set(field.memo, this.#memo);
    memory.set(field.memoMask, firstMemoSlots - 1);
    memory.set(field.partitionOf, this.#partitions.address);
    const table = reachTable(this.#world);
    const address = memory.reserve(table.length);
    memory.bytes.set(table, address);
    memory.set(field.reach, address);
  }

  /** Goes over to another layout. */
  relayout(layout: Layout): void {
    const memory = this.#memory;
    memory.set(field.words, layout.words);
    this.#stations = Array.from({ length: layout.width }, (_, column) => {
      const old = this.#stations[column];
      const wanted = this.#hasStations(column) ? (layout.greatest[column] ?? 0) + 1 : 0;
      // A column that had room to grow may have less of it now; its numbers fit both.
      const address =
        old === undefined
          ? memory.reserve(wanted * stationBytes)
          : memory.resized(old.address, old.count * stationBytes, wanted * stationBytes);
      const place = (this.#columns + column * columnBytes) >> 2;
      const [word, shift] = [layout.wordOf[column] ?? 0, layout.shiftOf[column] ?? 0];
      memory.ints.set([word * 4, shift, layout.greatest[column] ?? 0, address], place);
      return { address, count: wanted };
    });
    this.#layout = layout;
  }

  #hasStations(column: number): boolean {
    return column <= this.#world.hosts.length;
  }

  /** Whether the layout has room for every number that was given so far. */
  fits(): boolean {
    return this.#layout.fits(this.#world.sizes());
  }

  /** The most steps that one row can have, as far as stations were met. */
  get mostSteps(): number {
    return this.#mostSteps.reduce((sum, most) => sum + most, 1);
  }

  /**
   * Works out what was missed (see `Chunks.missed`), one thing after the other. Neither rows nor candidates
   * are touched by it, but numbers may come to outgrow the layout.
   */
  resolving(missed: Int32Array): Errand {
    // Others give numbers to environments too: whoever represents states.
    this.#notePartitions();
    let at = 0;
    return {
      next: () => {
        if (at === missed.length) return false;
        const kind = missed[at] ?? 0;
        const left = missed[at + 1] ?? 0;
        const right = missed[at + 2] ?? 0;
        if (this.#resolve(kind, left, right)) this.resolved.push(kind, left, right);
        at += field.missLength;
        if (at === missed.length) this.#conclude();
        return true;
      },
    };
  }

  #conclude(): void {
    this.#notePartitions();
    this.#memory.set(field.mostSteps, this.mostSteps);
  }

  /** Answers whether it wasn't resolved before. */
  #resolve(kind: number, left: number, right: number): boolean {
    if (kind === field.missedStation) return this.#compile(left, right);
    if (kind === field.missedDetails) return this.blocks.resolve(right);
    if (this.kernel.recall(kind, left, right) !== -1) return false;
    this.#remember(kind, left, right, this.#consequence(kind, left, right));
    return true;
  }

  #consequence(kind: number, left: number, right: number): number {
    const { environments, hosts, monitors } = this.#world;
    if (kind === field.missedBudget) return environments.spent(right, left);
    if (kind >= field.missedLog) return monitors[kind - field.missedLog]?.fed(right, left) ?? 0;
    return hosts[kind - field.missedParcel]?.stations.after(right, left) ?? 0;
  }

  #remember(kind: number, left: number, right: number, value: number): void {
    if (this.#memoSize * 2 >= this.#memoSlots) this.#enlargeMemo();
    this.#memoSize++;
    this.kernel.remember(kind, left, right, value);
  }

  #enlargeMemo(): void {
    const [old, slots] = [this.#memo, this.#memoSlots];
    const memory = this.#memory;
    this.#memoSlots = slots * 4;
    this.#memo = memory.reserve(this.#memoSlots * memoBytes);
    memory.set(field.memo, this.#memo);
    memory.set(field.memoMask, this.#memoSlots - 1);
    this.kernel.moveMemo(old, slots);
    memory.release(old, slots * memoBytes);
  }

  #compile(column: number, station: number): boolean {
    const { ints } = this.#memory;
    const place = ((this.#stations[column]?.address ?? 0) >> 2) + station * 2;
    if (ints[place + 1] !== 0) return false;
    const { blocks } = this;
    const { block, count } = blocks.compiled(column, station);
    this.#mostSteps[column] = Math.max(this.#mostSteps[column] ?? 0, count);
    ints[place] = block;
    ints[place + 1] =
      code.isKnown |
      blocks.at(block) |
      (blocks.at(block + 1) === 0 ? 0 : code.isBusy) |
      (blocks.at(block + 3) === 0 ? 0 : code.isMixed);
    return true;
  }

  /** Tells the kernel which partition is in force in environments that are new. */
  #notePartitions(): void {
    const { environments } = this.#world;
    const memory = this.#memory;
    const { size } = environments;
    if (size * 4 > this.#partitions.length) {
      const { address, length } = this.#partitions;
      const wanted = size * 8;
      this.#partitions = { address: memory.resized(address, length, wanted), length: wanted };
      memory.set(field.partitionOf, this.#partitions.address);
    }
    for (; this.#partitionsKnown < size; this.#partitionsKnown++) {
      const { partition } = environments.item(this.#partitionsKnown);
      const inForce = partition === null ? 0 : partition + 1;
      memory.ints[(this.#partitions.address >> 2) + this.#partitionsKnown] = inForce;
    }
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
