/**
 * The rows of one level, or what of them was found so far, in blocks of the kernel's memory: each with
 * how it differs from its parent and the actor of the step that led to it.
 */

import type { LinearMemory } from './kernel/linear-memory.ts';
import type { Layout } from './layout.ts';
import type { RowStore } from './row-store.ts';

/** Some rows in a row of memory; the addresses are those of the first. */
export interface FrontierBlock {
  readonly rows: number;
  readonly diffs: number;
  readonly actors: number;
  count: number;
}

/** The rows of a level, in the order of their numbers. */
export class Frontier {
  readonly blocks: FrontierBlock[] = [];
  readonly #memory: LinearMemory;
  readonly #capacity: number;
  #words: number;

  /** `capacity` is how many rows a block has room for. */
  constructor(memory: LinearMemory, words: number, capacity: number) {
    this.#memory = memory;
    this.#words = words;
    this.#capacity = capacity;
  }

  /** A block with room for so many rows more. */
  withRoom(count: number): FrontierBlock {
    const last = this.blocks.at(-1);
    if (last !== undefined && last.count + count <= this.#capacity) return last;
    const block = this.#reserved();
    this.blocks.push(block);
    return block;
  }

  /**
   * Takes in all rows of a store from one on, as if they had no parents: of none is it known how it
   * was found, and an actor at the first column leaves nothing out.
   */
  fill(store: RowStore, from: number): void {
    const { ints } = this.#memory;
    const words = this.#words;
    for (let row = from; row < store.count; row++) {
      const block = this.withRoom(1);
      const at = (block.rows >> 2) + block.count * words;
      const diffsAt = (block.diffs >> 2) + block.count * words;
      const source = store.offset(row);
      ints.set(store.chunk(row).subarray(source, source + words), at);
      ints.fill(0, diffsAt, diffsAt + words);
      ints[(block.actors >> 2) + block.count] = 0;
      block.count++;
    }
  }

  /** Gives all its memory back. */
  release(): void {
    for (const block of this.blocks) this.#release(block);
    this.blocks.length = 0;
  }

  /** The same rows in another layout; the old ones are given back. */
  repacked(from: Layout, to: Layout): Frontier {
    const frontier = new Frontier(this.#memory, to.words, this.#capacity);
    for (const block of this.blocks) {
      const moved = frontier.#reserved();
      moved.count = block.count;
      frontier.blocks.push(moved);
      this.#repack(block, moved, { from, to });
    }
    this.release();
    return frontier;
  }

  #repack(
    block: FrontierBlock,
    moved: FrontierBlock,
    { from, to }: { readonly from: Layout; readonly to: Layout },
  ): void {
    const { ints } = this.#memory;
    const row = new Int32Array(to.width);
    for (const part of ['rows', 'diffs'] as const) {
      for (let index = 0; index < block.count; index++) {
        from.unpack(ints, (block[part] >> 2) + index * from.words, row);
        to.pack(row, ints, (moved[part] >> 2) + index * to.words);
      }
    }
    ints.copyWithin(moved.actors >> 2, block.actors >> 2, (block.actors >> 2) + block.count);
  }

  #reserved(): FrontierBlock {
    const [memory, words, capacity] = [this.#memory, this.#words, this.#capacity];
    return {
      rows: memory.reserveRaw(capacity * words * 4),
      diffs: memory.reserveRaw(capacity * words * 4),
      actors: memory.reserveRaw(capacity * 4),
      count: 0,
    };
  }

  #release({ rows, diffs, actors }: FrontierBlock): void {
    const [memory, words, capacity] = [this.#memory, this.#words, this.#capacity];
    memory.release(rows, capacity * words * 4);
    memory.release(diffs, capacity * words * 4);
    memory.release(actors, capacity * 4);
  }
}
