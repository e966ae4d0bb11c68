/** The rows of a search as somebody else goes through them, who may have to pack them anew. */

import type { Layout } from './layout.ts';
import type { RowStore } from './row-store.ts';

/** Rows that were given, and then copies of them in wider layouts; of a copy the file is let go of. */
export class OwnRows {
  readonly #given: RowStore;
  #store: RowStore;

  /** The store that is given stays its owner's: it is never closed here. */
  constructor(store: RowStore) {
    this.#given = store;
    this.#store = store;
  }

  /** The rows as they are packed by now. */
  get store(): RowStore {
    return this.#store;
  }

  /**
   * Goes over to another layout; tells now and then how many rows are left, and may be ended there.
   * @throws RangeError where no more memory can be had, RowsNotWritten where the disk is full.
   */
  repack(layout: Layout, onRows?: (left: number) => void): void {
    const store = this.#store.repacked(layout, onRows);
    this.close();
    this.#store = store;
  }

  /** Lets go of the present copy, which can't be read any more; does nothing where there is none. */
  close(): void {
    if (this.#store !== this.#given) this.#store.close();
  }
}
