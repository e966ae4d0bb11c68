/**
 * Rounds of the search: a part of the frontier is expanded, what it leads to is looked up, and what is
 * new becomes part of the next level (see `kernel/assembly/kernel.ts` for the phases).
 */

import { BrokenModel } from '../broken-model.ts';
import { Chunks, mostCandidates } from './chunks.ts';
import type { Crew } from './crew.ts';
import type { Frontier, FrontierBlock } from './frontier.ts';
import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { StepTables } from './step-tables.ts';

/** So many that threads have more to do in a phase than to wait for its beginning and end. */
export const manyChunks = 128;

/** Some rows of a block, one after the other. */
export interface Piece {
  readonly block: FrontierBlock;
  readonly first: number;
  readonly count: number;
}

/** What rounds work with. */
export interface Workshop {
  readonly memory: LinearMemory;
  readonly tables: StepTables;
  readonly crew: Crew;
  readonly shards: number;
  readonly isFingerprinted: boolean;
  /** The most chunks that a round is cut into. */
  readonly chunks: number;
}

/** Room for candidates in a chunk, at first and at the most: they are numbered by 16 bits. */
const firstCapacity = 1 << 12;
const mostCapacity = 1 << 16;
/** How full chunks are meant to get: what rows lead to varies. */
const meantFill = 0.4;
/** Chunks have at least so many rows while there are as many. */
const leastRows = 64;

const nothing = (): void => undefined;

/** The rounds of one search. */
export class Rounds {
  readonly #workshop: Workshop;
  #chunks: Chunks;
  #used = 0;
  /** What was expanded so far, and what was found by it. */
  #rows = 0;
  #candidates = 0;

  constructor(workshop: Workshop, words: number) {
    this.#workshop = workshop;
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

  /** Goes over to rows of another length. */
  relayout(words: number): void {
    this.#renew(words, this.#chunks.sizes.capacity);
  }

  /**
   * Expands rows of a block from one on; their successors are then the candidates of the chunks.
   * Answers how many rows were expanded; 0 where a number outgrew the layout, so that they are to be
   * expanded again in a wider one. `meanwhile` is done once, by this thread, while others expand.
   */
  expand(block: FrontierBlock, first: number, meanwhile = nothing): number {
    const { crew, tables } = this.#workshop;
    this.#begin(block, first);
    let before = meanwhile;
    for (;;) {
      const missed = crew.expand(this.#used, before);
      before = nothing;
      if (missed.length === 0) break;
      if (!tables.resolve(missed)) return 0;
      if (tables.mostSteps > this.#chunks.sizes.capacity) this.#begin(block, first);
    }
    const count = this.#cut();
    this.#rows += count;
    this.#candidates += this.#chunks.sum(this.#used, field.chunkFound);
    return count;
  }

  /** Looks up all candidates; answers how many are new. There must be room for all of them. */
  lookUp(): number {
    const { crew, shards } = this.#workshop;
    crew.assign(this.#used);
    crew.lookUp(shards);
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

  /** Makes rows of the first `most` new candidates; answers where they stand. */
  append(next: Frontier, most: number): Piece {
    const { crew, memory } = this.#workshop;
    let count = 0;
    for (let chunk = 0; chunk < this.#used; chunk++) {
      const fresh = Math.min(this.#chunks.get(chunk, field.chunkFresh), most - count);
      this.#chunks.set(chunk, field.chunkFresh, fresh);
      this.#chunks.set(chunk, field.chunkOut, count);
      count += fresh;
    }
    const block = next.withRoom(count);
    const first = block.count;
    const rowBytes = this.#chunks.sizes.words * 4;
    memory.set(field.outRows, block.rows + first * rowBytes);
    memory.set(field.outDiffs, block.diffs + first * rowBytes);
    memory.set(field.outActors, block.actors + first * 4);
    crew.append(this.#used);
    block.count += count;
    return { block, first, count };
  }

  #begin(block: FrontierBlock, first: number): void {
    const { memory, tables } = this.#workshop;
    if (tables.mostSteps > this.#chunks.sizes.capacity) {
      this.#renew(this.#chunks.sizes.words, capacityFor(tables.mostSteps));
    }
    const { capacity, count: most, words } = this.#chunks.sizes;
    const fitting = Math.max(1, Math.floor(capacity / this.#stepsPerRow(tables.mostSteps)));
    const count = Math.min(fitting * most, block.count - first);
    const inChunk = Math.min(fitting, Math.max(leastRows, Math.ceil(count / most)));
    this.#used = Math.ceil(count / inChunk);
    memory.set(field.roundRows, block.rows + first * words * 4);
    memory.set(field.roundDiffs, block.diffs + first * words * 4);
    memory.set(field.roundActors, block.actors + first * 4);
    memory.set(field.roundCount, count);
    memory.set(field.rowsInChunk, inChunk);
    memory.set(field.chunkCount, this.#used);
    this.#chunks.clear();
  }

  /** How many candidates a row is to be given room for. */
  #stepsPerRow(most: number): number {
    if (this.#rows < 1000) return most;
    return Math.max(1, Math.min(most, this.#candidates / this.#rows / meantFill));
  }

  /**
   * A chunk is left off where its room might not suffice for one row more, since its rows lead to
   * more than most do: then the round ends with it. Answers the number of rows expanded.
   */
  #cut(): number {
    const { memory } = this.#workshop;
    const inChunk = memory.get(field.rowsInChunk);
    const count = memory.get(field.roundCount);
    for (let chunk = 0; chunk < this.#used; chunk++) {
      const wanted = Math.min(inChunk, count - chunk * inChunk);
      const done = this.#chunks.get(chunk, field.chunkDone);
      if (done === wanted) continue;
      this.#used = chunk + 1;
      memory.set(field.chunkCount, this.#used);
      return chunk * inChunk + done;
    }
    return count;
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
