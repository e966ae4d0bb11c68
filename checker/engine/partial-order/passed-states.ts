/** The states that are passed through, since one of their steps is enough (see `path.ts`). */

import { GrowingList } from '../growing-list.ts';
import type { World } from '../world.ts';
import { RowSet } from './row-set.ts';

/** States by number, each with the one step that is taken there; no two are the same. */
export class PassedStates {
  readonly #rows: RowSet;
  readonly #steps = new GrowingList();
  readonly #enabled = new GrowingList();

  constructor(world: Pick<World, 'sizes'>) {
    this.#rows = new RowSet(world);
  }

  get count(): number {
    return this.#rows.count;
  }

  get bytes(): number {
    return this.#rows.bytes + this.#steps.items.byteLength + this.#enabled.items.byteLength;
  }

  /** The numbers of a state. */
  read(state: number, into: Int32Array): void {
    this.#rows.read(state, into);
  }

  /** The number of a state; -1 where it wasn't passed through yet. */
  find(state: Int32Array): number {
    return this.#rows.find(state);
  }

  /**
   * Adds the state that was looked for last, with its step, by number as it was listed, and how many are enabled.
   * @throws RangeError where no more memory can be had; the state isn't among them then.
   */
  add(step: number, enabled: number): number {
    this.#steps.makeRoom(1);
    this.#enabled.makeRoom(1);
    const added = this.#rows.add();
    this.#steps.push(step);
    this.#enabled.push(enabled);
    return added;
  }

  step(state: number): number {
    return this.#steps.at(state);
  }

  enabled(state: number): number {
    return this.#enabled.at(state);
  }
}
