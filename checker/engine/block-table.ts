/** Which block belongs to which station, for all columns in one table that the inner loop reads. */

import { BlockPool } from './block-pool.ts';
import type { Layout } from './layout.ts';
import type { World } from './world.ts';

const isKnown = 1 << 30;
/** A bit of a summary: whether some unconditional step is no fault. */
export const isBusy = 1 << 29;
/** A bit of a summary: whether some step is not plain. */
export const isMixed = 1 << 28;
/** The bits of a summary that count the unconditional steps. */
export const unconditional = isMixed - 1;

/** The blocks of all stations that were met, as the present layout numbers them. */
export class BlockTable {
  readonly blocks: BlockPool;
  /** Per column its word, shift, mask, and where its stations begin in the two tables below. */
  columns = new Int32Array(0);
  /** Per station, its block in the pool. */
  blockOf = new Int32Array(0);
  /** Per station, its unconditional steps and the bits above; 0 where it wasn't compiled yet. */
  summaryOf = new Int32Array(0);
  readonly #world: World;
  #layout: Layout;

  constructor(world: World, layout: Layout, keepsLoops: boolean) {
    this.#world = world;
    this.#layout = layout;
    this.blocks = new BlockPool(world, keepsLoops);
    this.relayout(layout);
  }

  /** Goes over to another layout. */
  relayout(layout: Layout): void {
    // The environment does something of its own only where there are partitions.
    const { hosts, loaded } = this.#world;
    const count = hosts.length + Math.min(1, loaded.system.partitions.length);
    const columns = new Int32Array(count * 4);
    let size = 0;
    for (let column = 0; column < count; column++) {
      const mask = layout.greatest[column] ?? 0;
      columns.set(
        [layout.wordOf[column] ?? 0, layout.shiftOf[column] ?? 0, mask, size],
        column * 4,
      );
      size += mask + 1;
    }
    this.blockOf = this.#moved(this.blockOf, columns, size);
    this.summaryOf = this.#moved(this.summaryOf, columns, size);
    this.columns = columns;
    this.#layout = layout;
  }

  /** Compiles a station, given by its place in the tables; 0 where some number doesn't fit. */
  compile(column: number, station: number): number {
    const { blocks } = this;
    const block = blocks.compiled(column, station - (this.columns[column * 4 + 3] ?? 0));
    const { pool } = blocks;
    const summary =
      isKnown |
      (pool[block] ?? 0) |
      (pool[block + 1] === 0 ? 0 : isBusy) |
      (pool[block + 3] === 0 ? 0 : isMixed);
    this.blockOf[station] = block;
    this.summaryOf[station] = summary;
    return this.fits() ? summary : 0;
  }

  /** Whether the layout has room for every number that was given so far. */
  fits(): boolean {
    return this.#layout.fits(this.#world.sizes());
  }

  /** What a table of stations is when columns begin elsewhere. */
  #moved(table: Int32Array, columns: Int32Array, size: number): Int32Array<ArrayBuffer> {
    const moved = new Int32Array(size);
    for (let at = 0; at < this.columns.length; at += 4) {
      const from = this.columns[at + 3] ?? 0;
      // A column that had room to grow may have less of it now; its numbers fit both.
      const count = Math.min(this.columns[at + 2] ?? 0, columns[at + 2] ?? 0) + 1;
      moved.set(table.subarray(from, from + count), columns[at + 3]);
    }
    return moved;
  }
}
