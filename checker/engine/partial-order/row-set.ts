/** Distinct rows of numbers, packed as narrowly as their columns allow. */

import { Layout } from '../layout.ts';
import { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';
import { RowTable } from './row-table.ts';

/** Rows by number, in the order in which they were added. Where the layout is too small they go over to another. */
export class RowSet {
  layout: Layout;
  store: RowStore;
  readonly #world: World;
  #table: RowTable;
  #words: Int32Array;

  constructor(world: World) {
    this.#world = world;
    this.layout = new Layout(world.sizes());
    this.#words = new Int32Array(this.layout.words);
    this.store = new RowStore(this.layout);
    this.#table = new RowTable(this.store);
  }

  get count(): number {
    return this.store.count;
  }

  get bytes(): number {
    return this.store.bytes + this.#table.bytes;
  }

  /** The numbers of a row. */
  read(row: number, into: Int32Array): void {
    this.layout.unpack(this.store.chunk(row), this.store.offset(row), into);
  }

  /** The number of a row; -1 where it isn't in the set. */
  find(row: Int32Array): number {
    if (!this.#fits(row)) return -1;
    this.layout.pack(row, this.#words, 0);
    return this.#table.find(this.#words, 0, this.#table.hash(this.#words, 0));
  }

  /** Adds a row that isn't in the set, and answers its number. */
  add(row: Int32Array): number {
    if (!this.#fits(row)) this.#widen();
    this.layout.pack(row, this.#words, 0);
    const added = this.store.appendOne(this.#words, 0);
    this.#table.add(added, this.#table.hash(this.#words, 0));
    return added;
  }

  #fits(row: Int32Array): boolean {
    const { greatest } = this.layout;
    for (let column = 0; column < row.length; column++) {
      if ((row[column] ?? 0) > (greatest[column] ?? 0)) return false;
    }
    return true;
  }

  #widen(): void {
    this.layout = new Layout(this.#world.sizes());
    this.#words = new Int32Array(this.layout.words);
    this.store = this.store.repacked(this.layout);
    this.#table = new RowTable(this.store);
  }
}
