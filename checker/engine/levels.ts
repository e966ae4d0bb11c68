/**
 * The level that is being expanded, and what is found of the next one. Rows of the level that miss
 * something are late: when the level is through they are expanded once more, as often as need be.
 *
 * What `kernel/assembly/expansion.ts` leaves out stays right: that counts on every row being expanded with
 * its level, in whatever order.
 */

import { mostCandidates } from './chunks.ts';
import { Frontier } from './frontier.ts';
import type { FrontierBlock, LateRows } from './frontier.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { Layout } from './layout.ts';
import type { RowStore } from './row-store.ts';
import type { StopCause } from './search.types.ts';

/** Late rows are few where a search takes long. */
const manyLateRows = 1 << 14;

const inTime = { capacity: mostCandidates, isOfLateRows: false };
const late = { capacity: manyLateRows, isOfLateRows: true };

/** Expands rows of a block from one on; answers how many it dealt with, or why to stop. */
export type Expansion = (block: FrontierBlock, first: number) => number | StopCause;

/** The rows of the present level and of the next. */
export class Levels {
  #present: Frontier;
  #next: Frontier;
  #late: Frontier;
  /** Late rows that are being expanded once more. */
  #overdue: Frontier;

  constructor(memory: LinearMemory, words: number) {
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

  /** Goes over to another layout; an expansion may do so, and count on the same blocks in other places. */
  relayout(from: Layout, to: Layout): void {
    for (const frontier of [this.#present, this.#next, this.#late, this.#overdue]) {
      frontier.relayout(from, to);
    }
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
