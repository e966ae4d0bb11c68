/** Gives lists of small numbers, all of the same length, small numbers of their own. */

import { PairTable } from './pair-table.ts';

/** Lists are numbered place by place: what a list begins with has a number as well. */
export class ListNumbers {
  /** Per place, from the number of what comes before it and the value there to the number of both. */
  readonly #joined: readonly PairTable[];
  readonly #counts: number[];

  constructor(length: number) {
    this.#joined = Array.from({ length }, () => new PairTable());
    this.#counts = Array.from({ length }, () => 0);
  }

  /** How many whole lists have a number. */
  get size(): number {
    return this.#counts.at(-1) ?? 0;
  }

  /**
   * The number of a list up to a place, by that of what comes before it (0 for nothing) and the value there.
   * @throws RangeError where no more memory can be had; no number is given then.
   */
  number(place: number, before: number, value: number): number {
    const known = this.#joined[place]?.get(before, value) ?? -1;
    if (known !== -1) return known;
    const number = this.#counts[place] ?? 0;
    this.#joined[place]?.set(before, value, number);
    this.#counts[place] = number + 1;
    return number;
  }
}
