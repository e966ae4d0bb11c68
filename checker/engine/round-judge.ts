/** What properties say of a round's rows, steps and new rows, and whether they treat orbits alike. */

import type { BlockPool } from './block-pool.ts';
import { Candidates } from './candidates.ts';
import type { Errand } from './errand.ts';
import { numberOf } from './frontier.ts';
import type { Judge } from './judge.ts';
import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import type { Rounds } from './rounds.ts';
import type { RowStore } from './row-store.ts';
import type { PropertyWatch } from './symmetry/property-watch.ts';

/** Judges what rounds come upon. */
export class RoundJudge {
  readonly #judge: Judge;
  /** Null where states stand for themselves alone. */
  readonly #watch: PropertyWatch | null;
  readonly #memory: LinearMemory;
  /** Numbers and addresses of rows, in turn. */
  readonly #noted: number[] = [];
  #judged = 0;

  constructor(memory: LinearMemory, judge: Judge, watch: PropertyWatch | null) {
    this.#memory = memory;
    this.#judge = judge;
    this.#watch = watch;
  }

  /**
   * Judges the rows that a search begins with, from a number on. Of what they lead to only what
   * differs is judged, so all that is read of them has to be known.
   */
  begin(store: RowStore, from: number): void {
    this.#judge.judgeStates(store, from);
    this.#watch?.watchStates(store, 0, this.#judge.found);
  }

  /** Judges the quiet ones of the rows that a round expanded. */
  quiet(store: RowStore, { chunks, used, range }: Rounds): void {
    if (!this.#judge.asksQuietStates) return;
    for (let chunk = 0; chunk < used; chunk++) {
      const rows = chunks.get(chunk, field.chunkQuietRows) / 4;
      for (let index = 0; index < chunks.get(chunk, field.chunkQuiet); index++) {
        const row = numberOf(range.block, range.first + (this.#memory.ints[rows + index] ?? 0));
        this.#watch?.watchQuiet(store, row, this.#judge.found);
        this.#judge.judgeQuiet(store, row);
      }
    }
  }

  /** Judges the steps of a round, of which properties say something in the states that they lead to themselves. */
  steps(store: RowStore, rounds: Rounds, blocks: BlockPool): void {
    if (!this.#judge.asksSteps) return;
    for (const batch of new Candidates(this.#memory, rounds).batches()) {
      this.#watch?.watchSteps(store, { batch, blocks }, this.#judge.found);
      this.#judge.judgeSteps(store, batch, blocks);
    }
  }

  /** Notes those of the new rows in the store, from a number on, about which a question is open. */
  note(store: RowStore, { chunks, used }: Rounds, { number, address }: FreshRows): void {
    this.#watch?.watchStates(store, number, this.#judge.found);
    const { ints } = this.#memory;
    const rowBytes = store.layout.words * 4;
    for (let chunk = 0; chunk < used; chunk++) {
      const rows = chunks.get(chunk, field.chunkFlaggedRows) / 4;
      for (let index = 0; index < chunks.get(chunk, field.chunkFlagged); index++) {
        const row = ints[rows + index] ?? 0;
        if (number + row < store.count) this.#noted.push(number + row, address + row * rowBytes);
      }
    }
  }

  /** Judges the rows that were noted, one after the other; their frontier must still be as it was. */
  readonly judging: Errand = {
    next: () => {
      const noted = this.#noted;
      const at = this.#judged;
      if (at === noted.length) {
        this.#judged = 0;
        noted.length = 0;
        return false;
      }
      // Where that throws, nothing more is judged: what went wrong first is what is told.
      this.#judged = noted.length;
      try {
        this.#judge.judgeFlagged(noted[at] ?? 0, this.#memory.ints, noted[at + 1] ?? 0);
        this.#judged = at + 2;
      } catch (cause) {
        // What is remembered takes memory: without it this row and the others can still be judged.
        if (isOutOfMemory(cause) && this.#judge.rememberIn(null)) this.#judged = at;
        throw cause;
      }
      return true;
    },
  };
}

/** The number of the first new row, and its address. */
export interface FreshRows {
  readonly number: number;
  readonly address: number;
}
