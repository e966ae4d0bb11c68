/**
 * Makes the graph that a search went through by expanding every row once more: the search itself keeps no
 * edges. Where it ended early, edges to states that it never saw are there, too, so that what is enabled
 * in a state is always known in full.
 */

import { finish } from '../errand.ts';
import { numberOf } from '../frontier.ts';
import * as field from '../kernel/fields.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';
import { Layout } from '../layout.ts';
import type { Expansion } from '../levels.ts';
import { Levels } from '../levels.ts';
import { OwnRows } from '../own-rows.ts';
import type { RowRange } from '../rounds.ts';
import { manyChunks, Rounds } from '../rounds.ts';
import type { RowStore } from '../row-store.ts';
import { StepTables } from '../step-tables.ts';
import { shardsFor } from '../visited-set.ts';
import type { Occupied } from '../workplace.ts';
import type { World } from '../world.ts';
import { EdgeKinds } from './edge-kinds.ts';
import { EdgeDrafts, Edges } from './edges.ts';
import type { VertexSet } from './graph.ts';
import { RowNumbers } from './row-numbers.ts';

/** Rows between two questions whether to go on. */
const stretch = 1 << 14;
const firstKinds = 1 << 12;

/** Told while rows are numbered how many are left; may end that by throwing. */
export type OnNumbering = (left: number) => void;

/** What is to become a graph. */
export interface Seen {
  readonly store: RowStore;
  /** About how many edges there will be. */
  readonly transitions: number;
  /** Where it is made, with all threads that are there. */
  readonly workplace: Occupied;
  /** Tables of all steps that were met so far, in that memory; null where all that is in it may be lost. */
  readonly tables: StepTables | null;
}

/** Goes through the rows of a search, stretch by stretch. */
export class GraphMaker {
  /** Where nothing but faults is enabled. */
  readonly quiet: VertexSet;
  readonly edges: Edges;
  readonly kinds: EdgeKinds;
  /** Lets go of memory and threads: what is made by then stays. */
  readonly close: () => void;
  readonly #rows: OwnRows;
  readonly #world: World;
  readonly #memory: LinearMemory;
  readonly #tables: StepTables;
  readonly #rounds: Rounds;
  readonly #levels: Levels;
  readonly #numbers: RowNumbers;
  readonly #drafts = new EdgeDrafts(stretch);
  readonly #onNumbering: OnNumbering;
  /** In the kernel's memory, the kind at the place of each step; and how many places have theirs. */
  #kindsAt: { readonly address: number; readonly length: number };
  #placesKnown = 0;
  readonly #kindOf: number[] = [];
  #done = 0;

  /**
   * Has memory and threads until it is closed.
   * @throws RangeError where there is no more memory.
   */
  constructor(
    world: World,
    { store, transitions, workplace, tables }: Seen,
    onNumbering: OnNumbering = () => undefined,
  ) {
    this.#onNumbering = onNumbering;
    this.#world = world;
    this.#rows = new OwnRows(store);
    this.quiet = new Uint8Array(store.count);
    this.edges = new Edges(store.count, transitions);
    this.kinds = new EdgeKinds(world);
    const { memory, crew, workers, leave } = workplace;
    if (tables === null) memory.reset();
    this.#memory = memory;
    this.close = leave;
    try {
      this.#tables = tables ?? new StepTables(world, store.layout, memory, true);
      // A search that ended early may have met numbers for which its rows have no room.
      if (!this.#tables.fits()) {
        const layout = new Layout(world.sizes());
        this.#rows.repack(layout, onNumbering);
        this.#tables.relayout(layout);
      }
      const { layout } = this.#rows.store;
      const plan = { isFingerprinted: false, hashesAtOnce: false, chunks: manyChunks };
      const workshop = { memory, crew, tables: this.#tables, shards: 1, ...plan };
      this.#rounds = new Rounds(workshop, layout.words);
      this.#levels = new Levels(memory, layout);
      this.#kindsAt = { address: memory.reserve(firstKinds * 4), length: firstKinds * 4 };
      memory.set(field.kinds, this.#kindsAt.address);
      this.#noteKinds();
      this.#numbers = new RowNumbers({ memory, crew, shards: shardsFor(workers) });
      this.#numbers.take(this.#rows.store, onNumbering);
    } catch (cause) {
      this.#rows.close();
      leave();
      throw cause;
    }
  }

  /** The rows as they are packed by now. */
  get store(): RowStore {
    return this.#rows.store;
  }

  /** Lets go of rows that were packed anew: they can't be read any more. */
  forget(): void {
    this.#rows.close();
  }

  get bytes(): number {
    return this.edges.bytes + this.#numbers.bytes;
  }

  /** How many rows are still to be expanded. */
  get left(): number {
    return this.store.count - this.#done;
  }

  /** Expands the next rows; to be called until none is left. */
  advance(): void {
    const first = this.#done;
    const end = Math.min(this.store.count, first + stretch);
    this.#levels.fill(this.store, first, end);
    this.#levels.expand(this.#linkSome);
    this.#levels.advance();
    this.#drafts.moveTo(this.edges, first, end - first);
    this.#done = end;
  }

  readonly #linkSome: Expansion = (block, first) => {
    const range = this.#rounds.expand(block, first);
    this.#rounds.eachLate((late) => this.#levels.leave(late));
    const resolving = this.#tables.resolving(this.#rounds.missed());
    this.#rounds.link(resolving);
    finish(resolving);
    this.#take(range);
    this.#noteKinds();
    if (!this.#tables.fits()) this.#widen();
    return range.count;
  };

  /** Takes over the edges of all rows of a range but the late ones. */
  #take({ block, first, count }: RowRange): void {
    const { chunks, used } = this.#rounds;
    const { ints } = this.#memory;
    const inChunk = this.#memory.get(field.rowsInChunk);
    for (let chunk = 0; chunk < used; chunk++) {
      let edge = this.#drafts.take(ints, {
        targets: chunks.get(chunk, field.chunkHashes),
        kinds: chunks.get(chunk, field.chunkPlaces),
        count: chunks.get(chunk, field.chunkFresh),
      });
      const counts = chunks.get(chunk, field.chunkEdgeCounts) / 4;
      const begin = chunk * inChunk;
      const end = Math.min(inChunk, count - begin);
      for (let row = 0; row < end; row++) {
        const size = ints[counts + row] ?? 0;
        if (size < 0) continue;
        this.#drafts.give(numberOf(block, first + begin + row) - this.#done, edge, size);
        edge += size;
      }
      const quiet = chunks.get(chunk, field.chunkQuietRows) / 4;
      for (let index = 0; index < chunks.get(chunk, field.chunkQuiet); index++) {
        this.quiet[numberOf(block, first + (ints[quiet + index] ?? 0))] = 1;
      }
    }
  }

  /** Tells the kernel the kinds of steps that are new. */
  #noteKinds(): void {
    const memory = this.#memory;
    const { blocks } = this.#tables;
    const { actions } = blocks;
    if (actions.length * 4 > this.#kindsAt.length) {
      const { address, length } = this.#kindsAt;
      const wanted = actions.length * 8;
      this.#kindsAt = { address: memory.resized(address, length, wanted), length: wanted };
      memory.set(field.kinds, this.#kindsAt.address);
    }
    for (let place = this.#placesKnown; place < actions.length; place++) {
      const action = actions[place];
      if (action === undefined) continue;
      const kind = (this.#kindOf[action] ??= this.kinds.of(blocks.actionNumbered(action)));
      memory.ints[this.#kindsAt.address / 4 + place] = kind;
    }
    this.#placesKnown = actions.length;
  }

  /** Goes over to a wider layout: beyond an early end there may be greater numbers than were met. */
  #widen(): void {
    const old = this.store.layout;
    const layout = new Layout(this.#world.sizes());
    this.#rows.repack(layout, this.#onNumbering);
    this.#tables.relayout(layout);
    this.#levels.relayout(old, layout);
    this.#rounds.relayout(layout.words);
    this.#numbers.take(this.store, this.#onNumbering);
  }
}
