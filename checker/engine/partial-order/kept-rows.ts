/** The rows that a reduced search keeps, each with the run that first led to it. */

import { Layout } from '../layout.ts';
import { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';
import { GrowingList } from './growing-list.ts';
import { RowTable } from './row-table.ts';

/** Rows by number, in the order in which they were found; no two are the same. */
export class KeptRows {
  layout: Layout;
  store: RowStore;
  readonly #world: World;
  #table: RowTable;
  #words: Int32Array;
  /** The actions from each row's parent to it, after their number, one row after the other. */
  readonly #paths = new GrowingList();
  readonly #pathOf = new GrowingList();
  readonly #parents = new GrowingList();
  readonly #depths = new GrowingList();

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
    const lists = [this.#paths, this.#pathOf, this.#parents, this.#depths];
    const listed = lists.reduce((bytes, { items }) => bytes + items.byteLength, 0);
    return this.store.bytes + this.#table.bytes + listed;
  }

  /** How many steps the run to a row has. */
  depth(row: number): number {
    return this.#depths.at(row);
  }

  /** The numbers of a row. */
  read(row: number, into: Int32Array): void {
    this.layout.unpack(this.store.chunk(row), this.store.offset(row), into);
  }

  /** The number of a row; -1 where it isn't kept, or has numbers that the layout is too small for. */
  find(row: Int32Array): number {
    if (!this.#fits(row)) return -1;
    this.layout.pack(row, this.#words, 0);
    return this.#table.find(this.#words, 0, this.#table.hash(this.#words, 0));
  }

  /**
   * The number of a row that the first `length` actions of a path lead to from its parent (-1 for the
   * first row); it is kept if it is new. Where the layout is too small, all rows go over to another one.
   */
  keep(row: Int32Array, parent: number, path: GrowingList): number {
    if (!this.layout.fits(this.#world.sizes())) this.#widen();
    this.layout.pack(row, this.#words, 0);
    const hash = this.#table.hash(this.#words, 0);
    const found = this.#table.find(this.#words, 0, hash);
    if (found !== -1) return found;
    const kept = this.store.append(this.#words, 0);
    this.#table.add(kept, hash);
    this.#parents.push(parent);
    this.#depths.push(path.length + (parent === -1 ? 0 : this.depth(parent)));
    this.#pathOf.push(this.#paths.length);
    this.#paths.push(path.length);
    for (let index = 0; index < path.length; index++) this.#paths.push(path.at(index));
    return kept;
  }

  /** The actions of the run to a row. */
  run(row: number): readonly number[] {
    const paths: number[][] = [];
    for (let at = row; at > 0; at = this.#parents.at(at)) {
      const from = this.#pathOf.at(at) + 1;
      const length = this.#paths.at(from - 1);
      paths.push(Array.from({ length }, (_, index) => this.#paths.at(from + index)));
    }
    return paths.toReversed().flat();
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
