/** From single rows to all that can happen there, for whoever walks through the space once more. */

import { Batch } from './batch.ts';
import type { BlockPool } from './block-pool.ts';
import { soloist } from './crew.ts';
import { finish } from './errand.ts';
import type { FrontierBlock } from './frontier.ts';
import { Frontier } from './frontier.ts';
import {
  chunkFound,
  chunkLate,
  chunkPlaces,
  chunkQuiet,
  chunkRows,
  chunkSteps,
} from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import { borrowMemory, returnMemory } from './kernel/linear-memory.ts';
import type { Layout } from './layout.ts';
import { Rounds } from './rounds.ts';
import type { RowStore } from './row-store.ts';
import { StepTables } from './step-tables.ts';
import type { World } from './world.ts';

/** Expands rows into a batch, one at a time. */
export class Expander {
  readonly batch: Batch;
  /** The enabled steps of all rows expanded so far, those that change nothing included. */
  transitions = 0;
  /** Whether nothing but faults was enabled in the row expanded last. */
  quiet = false;
  readonly #memory = borrowMemory();
  readonly #tables: StepTables;
  readonly #rounds: Rounds;
  #layout: Layout;
  #frontier: Frontier;

  /** `listsAll`: whether steps are listed that change nothing; otherwise they are only counted. */
  constructor(world: World, layout: Layout, listsAll: boolean) {
    const memory = this.#memory;
    const tables = new StepTables(world, layout, memory, listsAll);
    this.#tables = tables;
    this.#layout = layout;
    this.batch = new Batch(layout);
    const crew = soloist(memory);
    this.#rounds = new Rounds(
      { memory, tables, crew, shards: 1, isFingerprinted: false, hashesAtOnce: false, chunks: 1 },
      layout.words,
    );
    this.#frontier = frontierOfOne(memory, layout);
  }

  get blocks(): BlockPool {
    return this.#tables.blocks;
  }

  /** Goes over to another layout; what is in the batch is lost. */
  relayout(layout: Layout): void {
    this.#layout = layout;
    this.#tables.relayout(layout);
    this.#rounds.relayout(layout.words);
    this.batch.relayout(layout);
    this.#frontier.release();
    this.#frontier = frontierOfOne(this.#memory, layout);
  }

  /**
   * Appends the successors of a row. Answers false, having changed nothing, where some number no
   * longer fits the layout: it is to be widened, and the row expanded again.
   */
  expand(store: RowStore, row: number): boolean {
    return this.expandAt(store.chunk(row), store.offset(row), row);
  }

  /** Lets go of its memory; it must not be used any more. */
  close(): void {
    returnMemory(this.#memory);
  }

  /** The same for a row whose words begin at a place; `row` is told as its successors' parent. */
  expandAt(words: Int32Array, at: number, row: number): boolean {
    const { ints } = this.#memory;
    const [block] = this.#frontier.blocks;
    if (block === undefined) throw new Error('the frontier of one row has no block');
    const length = this.#layout.words;
    for (let word = 0; word < length; word++) ints[block.rows / 4 + word] = words[at + word] ?? 0;
    block.count = 1;
    // An actor at the first column: nothing is left out beside it.
    ints[block.actors / 4] = 0;
    if (!this.#isExpanded(block)) return false;
    const { chunks } = this.#rounds;
    const rows = { rows: ints, rowsAt: chunks.get(0, chunkRows) / 4 };
    const steps = { steps: ints, stepsAt: chunks.get(0, chunkPlaces) / 4 };
    this.batch.append({ ...rows, ...steps }, chunks.get(0, chunkFound), row);
    this.transitions += chunks.get(0, chunkSteps);
    this.quiet = chunks.get(0, chunkQuiet) > 0;
    return true;
  }

  /** Expands a block's only row; false where a number outgrew the layout. */
  #isExpanded(block: FrontierBlock): boolean {
    for (;;) {
      this.#rounds.expand(block, 0);
      if (this.#rounds.chunks.get(0, chunkLate) === 0) return true;
      finish(this.#tables.resolving(this.#rounds.missed()));
      if (!this.#tables.fits()) return false;
    }
  }
}

function frontierOfOne(memory: LinearMemory, { words }: Layout): Frontier {
  const frontier = new Frontier(memory, words, { capacity: 1, isOfLateRows: false });
  frontier.withRoom(1, 0);
  return frontier;
}
