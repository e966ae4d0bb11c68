/**
 * The rows of one level, or what of them was found so far, in blocks of the kernel's memory: each with
 * how it differs from its parent and the actor of the step that led to it.
 */

import type { LinearMemory } from './kernel/linear-memory.ts';
import type { Layout } from './layout.ts';
import type { PackedLayout } from './repacking.ts';
import { repack } from './repacking.ts';
import type { RowStore } from './row-store.ts';

/** Most levels are small. */
const firstCapacity = 1 << 16;

/** Some rows in a row of memory; the addresses are those of the first. */
export interface FrontierBlock {
  readonly rows: number;
  readonly diffs: number;
  readonly actors: number;
  /** The number of its first row in the store; those of the others follow it, but for late rows. */
  readonly firstNumber: number;
  /** Of late rows, all their numbers. */
  readonly numbers: Int32Array | null;
  /** How many rows it has room for. */
  readonly capacity: number;
  count: number;
}

/** The number in the store of a row of a block. */
export function numberOf({ firstNumber, numbers }: FrontierBlock, row: number): number {
  return numbers === null ? firstNumber + row : (numbers[row] ?? 0);
}

/** Rows of a block that are to be expanded later: an address of their places, counted from one on. */
export interface LateRows {
  readonly block: FrontierBlock;
  readonly first: number;
  readonly list: number;
  readonly count: number;
}

/** What a frontier is made of. */
export interface FrontierPlan {
  /** How many rows a block has room for; the first one may have less. */
  readonly capacity: number;
  /** Whether its rows are late ones, whose numbers don't follow each other. */
  readonly isOfLateRows: boolean;
}

/** The rows of a level, in the order of their numbers. */
export class Frontier {
  readonly blocks: FrontierBlock[] = [];
  readonly #memory: LinearMemory;
  readonly #plan: FrontierPlan;
  #words: number;

  constructor(memory: LinearMemory, words: number, plan: FrontierPlan) {
    this.#memory = memory;
    this.#words = words;
    this.#plan = plan;
  }

  /** A block with room for so many rows more, the first of which has this number. */
  withRoom(count: number, number: number): FrontierBlock {
    const last = this.blocks.at(-1);
    if (last !== undefined && last.count + count <= last.capacity) return last;
    const isFirst = this.blocks.length === 0 && count <= firstCapacity;
    const capacity = isFirst ? Math.min(firstCapacity, this.#plan.capacity) : this.#plan.capacity;
    return this.#newBlock(capacity, number);
  }

  #newBlock(capacity: number, number: number): FrontierBlock {
    const block = {
      ...this.#reserved(capacity, this.#words),
      firstNumber: number,
      numbers: this.#plan.isOfLateRows ? new Int32Array(capacity) : null,
      capacity,
      count: 0,
    };
    this.blocks.push(block);
    return block;
  }

  /** Takes in copies of late rows. */
  takeLate({ block, first, list, count }: LateRows): void {
    const most = this.#plan.capacity;
    for (let done = 0; done < count; done += most) {
      this.#gather({ block, first, list: list + done * 4, count: Math.min(most, count - done) });
    }
  }

  #gather({ block: from, first, list, count }: LateRows): void {
    const { ints, kernel } = this.#memory;
    const block = this.withRoom(count, 0);
    const to = block.count;
    const rowBytes = this.#words * 4;
    for (const [part, bytes] of [
      ['rows', rowBytes],
      ['diffs', rowBytes],
      ['actors', 4],
    ] as const) {
      kernel.gather(list, count, from[part] + first * bytes, block[part] + to * bytes, bytes);
    }
    for (let index = 0; index < count && block.numbers !== null; index++) {
      block.numbers[to + index] = numberOf(from, first + (ints[list / 4 + index] ?? 0));
    }
    block.count += count;
  }

  /**
   * Takes in the rows of a store from one on up to another, as if they had no parents: of none is it known
   * how it was found, and an actor at the first column leaves nothing out.
   */
  fill(store: RowStore, from: number, end: number): void {
    const { ints } = this.#memory;
    const words = this.#words;
    for (let row = from; row < end; ) {
      const source = store.offset(row);
      const chunk = store.chunk(row);
      const count = Math.min(end - row, (chunk.length - source) / words, this.#plan.capacity);
      const block = this.withRoom(count, row);
      const to = block.count * words;
      ints.set(chunk.subarray(source, source + count * words), block.rows / 4 + to);
      ints.fill(0, block.diffs / 4 + to, block.diffs / 4 + to + count * words);
      ints.fill(0, block.actors / 4 + block.count, block.actors / 4 + block.count + count);
      block.count += count;
      row += count;
    }
  }

  /** The same from one on, cut into blocks of so many rows each. */
  fillBlocks(store: RowStore, from: number, counts: readonly number[]): void {
    let row = from;
    for (const count of counts) {
      this.#newBlock(count, row);
      this.fill(store, row, row + count);
      row += count;
    }
  }

  /** How its rows were found: of each block copies of the differences, and of the actors. */
  *origins(): Generator<Int32Array<ArrayBuffer>> {
    const { ints } = this.#memory;
    for (const { diffs, actors, count } of this.blocks) {
      yield new Int32Array(ints.subarray(diffs / 4, diffs / 4 + count * this.#words));
      yield new Int32Array(ints.subarray(actors / 4, actors / 4 + count));
    }
  }

  /** Takes that over, one after the other and in another layout, for the same blocks. */
  takeOrigins(words: Int32Array, from: PackedLayout, to: PackedLayout): void {
    const { ints } = this.#memory;
    let at = 0;
    for (const { diffs, actors, count } of this.blocks) {
      const packed = { layout: to, words: ints, at: diffs / 4 };
      repack({ layout: from, words, at }, packed, count);
      at += count * from.words;
      ints.set(words.subarray(at, at + count), actors / 4);
      at += count;
    }
  }

  /** Gives all its memory back. */
  release(): void {
    for (const block of this.blocks) this.#release(block, this.#words);
    this.blocks.length = 0;
  }

  /** Goes over to another layout. */
  relayout(from: Layout, to: Layout): void {
    const { ints } = this.#memory;
    const old = [...this.blocks];
    this.#words = to.words;
    old.forEach((block, index) => {
      const moved = { ...block, ...this.#reserved(block.capacity, to.words) };
      for (const part of ['rows', 'diffs'] as const) {
        const before = { layout: from, words: ints, at: block[part] / 4 };
        repack(before, { layout: to, words: ints, at: moved[part] / 4 }, block.count);
      }
      ints.copyWithin(moved.actors / 4, block.actors / 4, block.actors / 4 + block.count);
      this.blocks[index] = moved;
      this.#release(block, from.words);
    });
  }

  #reserved(capacity: number, words: number): Pick<FrontierBlock, 'rows' | 'diffs' | 'actors'> {
    const memory = this.#memory;
    return {
      rows: memory.reserveRaw(capacity * words * 4),
      diffs: memory.reserveRaw(capacity * words * 4),
      actors: memory.reserveRaw(capacity * 4),
    };
  }

  #release({ rows, diffs, actors, capacity }: FrontierBlock, words: number): void {
    const memory = this.#memory;
    memory.release(rows, capacity * words * 4);
    memory.release(diffs, capacity * words * 4);
    memory.release(actors, capacity * 4);
  }
}
