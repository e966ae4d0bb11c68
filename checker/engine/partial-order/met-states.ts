/** All states that a pass has come upon: those that it keeps, and those that it passes through. */

import type { GrowingList } from '../growing-list.ts';
import type { World } from '../world.ts';
import { KeptRows } from './kept-rows.ts';
import { PassedStates } from './passed-states.ts';
import { SearchStopped } from './search-stopped.ts';

/** States of both kinds, up to so many; each takes as much memory, and a limit is one of both. */
export class MetStates {
  readonly kept: KeptRows;
  readonly passed: PassedStates;
  readonly #most: number;
  #both = 0;

  constructor(world: Pick<World, 'sizes'>, most: number) {
    this.kept = new KeptRows(world);
    this.passed = new PassedStates(world);
    this.#most = most;
  }

  /** How many different ones there are. */
  get count(): number {
    return this.kept.count + this.passed.count - this.#both;
  }

  get bytes(): number {
    return this.kept.bytes + this.passed.bytes;
  }

  /**
   * Keeps the row that was looked for last among the kept ones, see `KeptRows.keep`.
   * @throws SearchStopped where it is one more than there may be.
   */
  keep(row: Int32Array, parent: number, path: GrowingList): number {
    // Paths in circles, and very long ones, end in a state that they, or others, passed through.
    const isPassed = this.passed.find(row) !== -1;
    if (!isPassed) this.#makeRoom();
    const kept = this.kept.keep(parent, path);
    if (isPassed) this.#both++;
    return kept;
  }

  /**
   * Notes a state that is passed through, see `PassedStates.add`.
   * @throws SearchStopped where it is one more than there may be.
   */
  pass(step: number, enabled: number): number {
    this.#makeRoom();
    return this.passed.add(step, enabled);
  }

  #makeRoom(): void {
    if (this.count >= this.#most) throw new SearchStopped('max-states');
  }
}
