/**
 * Rounds of the search: a part of the frontier is expanded, what it leads to is looked up, and what is
 * new becomes part of the next level (see `kernel/assembly/kernel.ts` for the phases).
 */

import { BrokenModel } from '../broken-model.ts';
import { Chunks, mostCandidates } from './chunks.ts';
import type { Crew } from './crew.ts';
import { noErrand } from './errand.ts';
import type { Frontier, FrontierBlock, LateRows } from './frontier.ts';
import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { StepTables } from './step-tables.ts';

/** So many that threads have more to do in a phase than to wait for its beginning and end. */
export const manyChunks = 128;

/** With fewer chunks than this a phase isn't worth waking other threads. */
const fewChunks = 4;

/** Some rows of a block, one after the other. */
export interface RowRange {
  readonly block: FrontierBlock;
  readonly first: number;
  readonly count: number;
}

const nowhere = { rows: 0, diffs: 0, actors: 0 };
const noBlock = { ...nowhere, firstNumber: 0, numbers: null, capacity: 0, count: 0 };
const noRows: RowRange = { block: noBlock, first: 0, count: 0 };

/** The most new rows that are kept of a round, and the number of the first. */
export interface Appended {
  readonly most: number;
  readonly number: number;
}

/** What went before, on which it depends how the next rounds are cut. */
export interface RoundHistory {
  /** What was expanded so far, and what was found by it. */
  readonly rows: number;
  readonly candidates: number;
  /** Room for candidates in a chunk. */
  readonly capacity: number;
}

/** What rounds work with. */
export interface Workshop {
  readonly memory: LinearMemory;
  readonly tables: StepTables;
  readonly crew: Crew;
  readonly shards: number;
  readonly isFingerprinted: boolean;
  /** Whether candidates are looked up as they are found: only then may they be hashed at once. */
  readonly hashesAtOnce: boolean;
  /** The most chunks that a round is cut into. */
  readonly chunks: number;
}

/** Room for candidates in a chunk, at first and at the most: they are numbered by 16 bits. */
const firstCapacity = 1 << 12;
const mostCapacity = 1 << 16;
/** How full chunks are meant to get: what rows lead to varies. */
const meantFill = 0.4;
/**
 * The visited set must have room for all candidates of a round, though most are known to it. So beyond
 * this a round is meant to find fewer of them than there are states, or most of the set would be room.
 */
const manyCandidates = 1 << 13;
/** Chunks have at least so many rows while there are as many. */
const leastRows = 64;

/** The rounds of one search. */
export class Rounds {
  readonly #workshop: Workshop;
  #chunks: Chunks;
  #used = 0;
  #range: RowRange = noRows;
  /** What was expanded so far, and what was found by it. */
  #rows = 0;
  #candidates = 0;

  constructor(workshop: Workshop, words: number) {
    this.#workshop = workshop;
    workshop.memory.set(field.hashesAtOnce, workshop.hashesAtOnce ? 1 : 0);
    this.#chunks = this.#chunksOf(words, firstCapacity);
  }

  /** The chunks of the present round. */
  get chunks(): Chunks {
    return this.#chunks;
  }

  /** How many of the chunks the present round uses. */
  get used(): number {
    return this.#used;
  }

  get history(): RoundHistory {
    return {
      rows: this.#rows,
      candidates: this.#candidates,
      capacity: this.#chunks.sizes.capacity,
    };
  }

  /** Goes on as if all that had gone before here. */
  resume({ rows, candidates, capacity }: RoundHistory): void {
    this.#rows = rows;
    this.#candidates = candidates;
    this.#renew(this.#chunks.sizes.words, capacity);
  }

  /** Goes over to rows of another length. */
  relayout(words: number): void {
    this.#renew(words, this.#chunks.sizes.capacity);
  }

  /** Gives its memory back; it must not be used any more. */
  release(): void {
    this.#chunks.release();
  }

  /** The rows of the present round. */
  get range(): RowRange {
    return this.#range;
  }

  /** What rows of the present round missed, or their successors' representatives, see `Chunks.missed`. */
  missed(): Int32Array {
    return this.#chunks.missed(this.#used);
  }

  /**
   * Expands rows of a block from one on; their successors are then the candidates of the chunks. Some
   * rows may be late: they missed something or found no room.
   */
  expand(block: FrontierBlock, first: number, errand = noErrand): RowRange {
    this.#begin(block, first);
    this.#crew.run('expand', this.#used, errand);
    return this.#range;
  }

  /** Goes through the late rows of the round, chunk by chunk. */
  eachLate(visit: (late: LateRows) => void): void {
    const { block, first } = this.#range;
    for (let chunk = 0; chunk < this.#used; chunk++) {
      const count = this.#chunks.get(chunk, field.chunkLate);
      const list = this.#chunks.get(chunk, field.chunkLateRows);
      if (count > 0) visit({ block, first, list, count });
    }
  }

  /** From here on all candidates wait for their representatives. */
  beginRepresenting(): void {
    for (let chunk = 0; chunk < this.#used; chunk++) {
      this.#chunks.set(chunk, field.chunkPendingCount, field.allPending);
    }
  }

  /** Puts representatives in the place of those that wait; answers what is missed for the rest of them. */
  represent(): Int32Array {
    this.#crew.run('represent', this.#used, noErrand);
    return this.missed();
  }

  /** Looks up all candidates; answers how many are new. There must be room for all of them. */
  lookUp(errand = noErrand): number {
    this.#count();
    const { shards, hashesAtOnce } = this.#workshop;
    if (!hashesAtOnce) this.#crew.run('hash', this.#used, errand);
    this.#crew.run('lookUp', shards, errand);
    let fresh = 0;
    for (let chunk = 0; chunk < this.#used; chunk++) {
      let count = 0;
      for (let shard = 0; shard < shards; shard++) {
        count += this.#chunks.get(chunk, field.chunkShardFresh + shard);
      }
      this.#chunks.set(chunk, field.chunkFresh, count);
      fresh += count;
    }
    return fresh;
  }

  /** Makes rows of the first `most` new candidates, the first with this number; answers where they stand. */
  append(next: Frontier, { most, number }: Appended, errand = noErrand): RowRange {
    const { memory } = this.#workshop;
    let count = 0;
    for (let chunk = 0; chunk < this.#used; chunk++) {
      const fresh = Math.min(this.#chunks.get(chunk, field.chunkFresh), most - count);
      this.#chunks.set(chunk, field.chunkFresh, fresh);
      this.#chunks.set(chunk, field.chunkOut, count);
      count += fresh;
    }
    const block = next.withRoom(count, number);
    const first = block.count;
    const rowBytes = this.#chunks.sizes.words * 4;
    memory.set(field.outRows, block.rows + first * rowBytes);
    memory.set(field.outDiffs, block.diffs + first * rowBytes);
    memory.set(field.outActors, block.actors + first * 4);
    this.#crew.run('append', this.#used, errand);
    block.count += count;
    return { block, first, count };
  }

  /** Makes edges of all candidates, see `kernel/assembly/edges.ts`. */
  link(errand = noErrand): void {
    this.#count();
    this.#crew.run('link', this.#used, errand);
  }

  /** Counts the present round, once it is known that its rows aren't to be expanded anew. */
  #count(): void {
    this.#rows += this.#range.count;
    this.#candidates += this.#chunks.sum(this.#used, field.chunkFound);
  }

  #begin(block: FrontierBlock, first: number): void {
    const { memory, tables } = this.#workshop;
    if (tables.mostSteps > this.#chunks.sizes.capacity) {
      this.#renew(this.#chunks.sizes.words, capacityFor(tables.mostSteps));
    }
    const { capacity, count: most, words } = this.#chunks.sizes;
    const stepsPerRow = this.#stepsPerRow(tables.mostSteps);
    const fitting = Math.max(1, Math.floor(capacity / stepsPerRow));
    const modest = Math.ceil(Math.max(manyCandidates, this.#rows) / stepsPerRow);
    const count = Math.min(fitting * most, modest, block.count - first);
    const inChunk = Math.min(fitting, Math.max(leastRows, Math.ceil(count / most)));
    this.#used = Math.ceil(count / inChunk);
    this.#range = { block, first, count };
    memory.set(field.roundRows, block.rows + first * words * 4);
    memory.set(field.roundDiffs, block.diffs + first * words * 4);
    memory.set(field.roundActors, block.actors + first * 4);
    memory.set(field.roundCount, count);
    memory.set(field.rowsInChunk, inChunk);
    memory.set(field.chunkCount, this.#used);
  }

  /** Who does the work of the present round. */
  get #crew(): Crew {
    const { crew } = this.#workshop;
    return this.#used < fewChunks ? crew.alone : crew;
  }

  /** How many candidates a row is to be given room for. */
  #stepsPerRow(most: number): number {
    if (this.#rows < 1000) return most;
    return Math.max(1, Math.min(most, this.#candidates / this.#rows / meantFill));
  }

  #renew(words: number, capacity: number): void {
    this.#chunks.release();
    this.#chunks = this.#chunksOf(words, capacity);
  }

  #chunksOf(words: number, capacity: number): Chunks {
    const { memory, shards, isFingerprinted, chunks } = this.#workshop;
    const count = Math.max(1, Math.min(chunks, Math.floor(mostCandidates / capacity)));
    return new Chunks(memory, { count, capacity, words, shards, isFingerprinted });
  }
}

/** Room for all steps of one row, and for more that are met later. */
function capacityFor(steps: number): number {
  if (steps <= mostCapacity) return Math.min(mostCapacity, steps * 2);
  throw new BrokenModel(
    `one state may have ${steps} steps, and no more than ${mostCapacity} can be told apart. Likely cause: long lists of inputs; list fewer`,
    {},
  );
}
