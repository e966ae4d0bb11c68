/** The limits of time of a search, and who hears how far it has come. */

import type { SearchLimits, Progress, StopCause } from './search.types.ts';

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
  tick(progress: () => Omit<Progress, 'share'>): StopCause | null {
    const { maxSeconds = Infinity, stop, onProgress } = this.#limits;
    const now = this.clock();
    const seconds = (now - this.#began) / 1000;
    if (seconds > maxSeconds) return 'max-seconds';
    if (now - this.#told > progressMilliseconds) {
      this.#told = now;
      const far = progress();
      onProgress?.({ ...far, share: this.#share(far, seconds) });
    }
    return stop?.() === true ? 'interrupted' : null;
  }

  /** The used part of the nearest limit. */
  #share({ states, depth }: Omit<Progress, 'share'>, seconds: number): number | null {
    const { maxStates = Infinity, maxDepth = Infinity, maxSeconds = Infinity } = this.#limits;
    const share = Math.max(states / maxStates, depth / maxDepth, seconds / maxSeconds);
    return share === 0 ? null : share;
  }
}
