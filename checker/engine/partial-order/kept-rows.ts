/** The rows that a reduced search keeps, each with the run that first led to it. */

import { GrowingList } from '../growing-list.ts';
import type { Layout } from '../layout.ts';
import type { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';
import { RowSet } from './row-set.ts';

/** Rows by number, in the order in which they were found; no two are the same. */
export class KeptRows {
  readonly #rows: RowSet;
  /** The actions from each row's parent to it, after their number, one row after the other. */
  readonly #paths = new GrowingList();
  readonly #pathOf = new GrowingList();
  readonly #parents = new GrowingList();
  readonly #depths = new GrowingList();

  constructor(world: Pick<World, 'sizes'>) {
    this.#rows = new RowSet(world);
  }

  get layout(): Layout {
    return this.#rows.layout;
  }

  get store(): RowStore {
    return this.#rows.store;
  }

  get count(): number {
    return this.#rows.count;
  }

  get bytes(): number {
    const lists = [this.#paths, this.#pathOf, this.#parents, this.#depths];
    return lists.reduce((bytes, { items }) => bytes + items.byteLength, this.#rows.bytes);
  }

  /** How many steps the run to a row has. */
  depth(row: number): number {
    return this.#depths.at(row);
  }

  /** The numbers of a row. */
  read(row: number, into: Int32Array): void {
    this.#rows.read(row, into);
  }

  /** The number of a row; -1 where it isn't kept. */
  find(row: Int32Array): number {
    return this.#rows.find(row);
  }

  /**
   * Keeps the row that was looked for last, and isn't kept yet: the actions of a path lead to it from its
   * parent (-1 for the first row). Answers its number.
   * @throws RangeError where no more memory can be had; the row isn't kept then.
   */
  keep(parent: number, path: GrowingList): number {
    // All that can fail comes before the row counts: each that does is judged, and has a run.
    this.#parents.makeRoom(1);
    this.#depths.makeRoom(1);
    this.#pathOf.makeRoom(1);
    this.#paths.makeRoom(1 + path.length);
    const kept = this.#rows.add();
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
}
