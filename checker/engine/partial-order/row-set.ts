/** Distinct rows of numbers, packed as narrowly as their columns allow. */

import { Layout } from '../layout.ts';
import { hashOf, NumbersByHash } from '../numbers-by-hash.ts';
import { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';

/** Rows by number, in the order in which they were added. Where the layout is too small they go over to another. */
export class RowSet {
  layout: Layout;
  store: RowStore;
  readonly #world: Pick<World, 'sizes'>;
  #numbers = new NumbersByHash();
  /** The row that was looked for last: packed, and its hash; or as it is where it doesn't fit the layout. */
  #words: Int32Array;
  #hash = 0;
  readonly #misfit: Int32Array;
  #fits = true;
  /** Whether it isn't in the set. */
  #isMissing = false;

  constructor(world: Pick<World, 'sizes'>) {
    this.#world = world;
    this.layout = new Layout(world.sizes());
    this.#words = new Int32Array(this.layout.words);
    this.#misfit = new Int32Array(this.layout.width);
    this.store = new RowStore(this.layout);
  }

  get count(): number {
    return this.store.count;
  }

  get bytes(): number {
    return this.store.bytes + this.#numbers.bytes;
  }

  /** The numbers of a row. */
  read(row: number, into: Int32Array): void {
    this.layout.unpack(this.store.chunk(row), this.store.offset(row), into);
  }

  /** The number of a row; -1 where it isn't in the set. */
  find(row: Int32Array): number {
    const found = this.#found(row);
    this.#isMissing = found === -1;
    return found;
  }

  /**
   * Adds the row that was looked for last, and answers its number.
   * @throws Error where it is in the set, RangeError where no more memory can be had; it isn't in the set then.
   */
  add(): number {
    if (!this.#isMissing) throw new Error('no row was looked for in vain');
    if (!this.#fits) this.#widen();
    this.#numbers.makeRoom();
    this.store.appendOne(this.#words, 0);
    this.#isMissing = false;
    return this.#numbers.add(this.#hash);
  }

  #found(row: Int32Array): number {
    this.#fits = isWithin(row, this.layout.greatest);
    if (!this.#fits) {
      this.#misfit.set(row);
      return -1;
    }
    this.#pack(row);
    const [numbers, hash] = [this.#numbers, this.#hash];
    for (let number = numbers.first(hash); number !== -1; number = numbers.next(hash)) {
      if (this.store.isRow(number, this.#words, 0)) return number;
    }
    return -1;
  }

  #pack(row: Int32Array): void {
    this.layout.pack(row, this.#words, 0);
    this.#hash = hashOf(this.#words, 0, this.layout.words);
  }

  /** Goes over to a layout with room for the row that was looked for last; all at once, or not at all. */
  #widen(): void {
    const layout = new Layout(this.#world.sizes());
    const words = new Int32Array(layout.words);
    const store = this.store.repacked(layout);
    const numbers = new NumbersByHash(store.count + 1);
    for (let known = 0; known < store.count; known++) {
      numbers.add(hashOf(store.chunk(known), store.offset(known), layout.words));
    }
    this.layout = layout;
    this.store = store;
    this.#words = words;
    this.#numbers = numbers;
    this.#pack(this.#misfit);
    this.#fits = true;
  }
}

function isWithin(row: Int32Array, greatest: Int32Array): boolean {
  for (let column = 0; column < row.length; column++) {
    if ((row[column] ?? 0) > (greatest[column] ?? 0)) return false;
  }
  return true;
}
