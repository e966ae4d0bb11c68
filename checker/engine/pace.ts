/** The limits of time of a search, and who hears how far it has come. */

import type { SearchLimits, SearchProgress, StopCause } from './search.types.ts';

const progressMilliseconds = 200;

/** The clock of one search, which runs from now on. */
export class Pace {
  readonly clock: () => number;
  readonly #limits: Partial<SearchLimits>;
  readonly #began: number;
  #told: number;

  constructor(limits: Partial<SearchLimits>) {
    this.#limits = limits;
    this.clock = limits.clock ?? (() => performance.now());
    this.#began = this.clock();
    this.#told = this.#began;
  }

  /** The seconds gone by. */
  get seconds(): number {
    return (this.clock() - this.#began) / 1000;
  }

  /** To be asked often: tells progress when it is time, and answers why to stop. */
  tick(progress: () => SearchProgress): StopCause | null {
    const { maxSeconds = Infinity, stop, onProgress } = this.#limits;
    const now = this.clock();
    if ((now - this.#began) / 1000 > maxSeconds) return 'max-seconds';
    if (now - this.#told > progressMilliseconds) {
      this.#told = now;
      onProgress?.(progress());
    }
    return stop?.() === true ? 'interrupted' : null;
  }
}
