/**
 * The level that is being expanded, and what is found of the next one. Rows of the level that miss
 * something are late: when the level is through they are expanded once more, as often as need be.
 *
 * What `kernel/assembly/expansion.ts` leaves out stays right: that counts on every row being expanded with
 * its level, in whatever order.
 */

import { mostCandidates } from './chunks.ts';
import type { FrontierBlock, LateRows } from './frontier.ts';
import { Frontier } from './frontier.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { Layout } from './layout.ts';
import type { PackedLayout } from './repacking.ts';
import type { RowStore } from './row-store.ts';
import type { StopCause } from './search.types.ts';

/** Late rows are few where a search takes long. */
const manyLateRows = 1 << 14;

const inTime = { capacity: mostCandidates, isOfLateRows: false };
const late = { capacity: manyLateRows, isOfLateRows: true };

/** Expands rows of a block from one on; answers how many it dealt with, or why to stop. */
export type Expansion = (block: FrontierBlock, first: number) => number | StopCause;

/** A level that another search came to. */
export interface SavedLevel {
  /** How many rows each block has. */
  readonly blocks: readonly number[];
  /** See `Frontier.origins`; null where that isn't known. */
  readonly origins: { readonly words: Int32Array; readonly layout: PackedLayout } | null;
}

/** The same as it is to be saved; without a layout nothing can be made of the origins. */
export interface WholeLevel {
  readonly blocks: readonly number[];
  readonly origins: Iterable<Int32Array<ArrayBuffer>>;
  readonly layout: Layout | null;
}

/** The rows of the present level and of the next. */
export class Levels {
  #present: Frontier;
  #next: Frontier;
  #late: Frontier;
  /** Late rows that are being expanded once more. */
  #overdue: Frontier;
  /** Null where memory ended while rows were packed anew: what they are isn't known then. */
  #layout: Layout | null;

  constructor(memory: LinearMemory, layout: Layout) {
    const { words } = layout;
    this.#layout = layout;
    this.#present = new Frontier(memory, words, inTime);
    this.#next = new Frontier(memory, words, inTime);
    this.#late = new Frontier(memory, words, late);
    this.#overdue = new Frontier(memory, words, late);
  }

  /** The next level, as far as it was found. */
  get next(): Frontier {
    return this.#next;
  }

  /** Begins with the rows of a store from one on, up to another. */
  fill(store: RowStore, from: number, end = store.count): void {
    this.#present.fill(store, from, end);
  }

  /** Begins with those rows in the blocks in which another search had them, and as it had found them. */
  resume(store: RowStore, from: number, { blocks, origins }: SavedLevel): void {
    this.#present.fillBlocks(store, from, blocks);
    if (origins === null) return;
    this.#present.takeOrigins(origins.words, origins.layout, store.layout);
  }

  /** What there is of the level that begins with a row, the present one or the next. */
  whole(first: number): WholeLevel {
    const isNext = this.#next.blocks[0]?.firstNumber === first;
    const level = isNext ? this.#next : this.#present;
    const counts = level.blocks.map(({ count }) => count);
    return {
      blocks: counts.filter((count) => count > 0),
      origins: level.origins(),
      layout: this.#layout,
    };
  }

  /** Leaves rows for later. */
  leave(late: LateRows): void {
    this.#late.takeLate(late);
  }

  /** Has all rows of the level expanded. */
  expand(expansion: Expansion): StopCause | null {
    let stopped = expandAll(this.#present, expansion);
    while (stopped === null && this.#late.blocks.length > 0) {
      [this.#late, this.#overdue] = [this.#overdue, this.#late];
      stopped = expandAll(this.#overdue, expansion);
      this.#overdue.release();
    }
    return stopped;
  }

  /** Goes on to the next level. */
  advance(): void {
    this.#present.release();
    [this.#present, this.#next] = [this.#next, this.#present];
  }

  /** Forgets all rows, and gives their memory back. */
  release(): void {
    for (const frontier of this.#frontiers) frontier.release();
  }

  get #frontiers(): readonly Frontier[] {
    return [this.#present, this.#next, this.#late, this.#overdue];
  }

  /** Goes over to another layout; an expansion may do so, and count on the same blocks in other places. */
  relayout(from: Layout, to: Layout): void {
    this.#layout = null;
    for (const frontier of this.#frontiers) frontier.relayout(from, to);
    this.#layout = to;
  }
}

function expandAll({ blocks }: Frontier, expansion: Expansion): StopCause | null {
  for (let index = 0; index < blocks.length; index++) {
    for (let first = 0; ; ) {
      const block = blocks[index];
      if (block === undefined || first === block.count) break;
      const done = expansion(block, first);
      if (typeof done === 'string') return done;
      first += done;
    }
  }
  return null;
}
