/**
 * The strategy `uniform`: every enabled action is as likely as any other. Where faults are enabled, a
 * weight below 1 makes each of them that much less likely than an action that is none, so that walks
 * don't spend their budgets of faults on their first steps.
 */

import type { Random } from './random.ts';
import type { Strategy } from './strategy.types.ts';
import type { Walker } from './walker.ts';

/** One action out of `count` that are listed. */
export function drawn(walker: Walker, count: number, random: Random, faultWeight: number): number {
  if (faultWeight === 1 || count === 1) return random.below(count);
  const { actions } = walker;
  let total = 0;
  for (let entry = 0; entry < count; entry++) {
    total += actions.isFault(walker.actionOf(entry)) ? faultWeight : 1;
  }
  let left = random.fraction() * total;
  for (let entry = 0; entry < count; entry++) {
    left -= actions.isFault(walker.actionOf(entry)) ? faultWeight : 1;
    if (left < 0) return entry;
  }
  return count - 1;
}

/** Walks that draw every step alike. */
export class Uniform implements Strategy {
  readonly #faultWeight: number;
  #random: Random | null = null;

  constructor(faultWeight: number) {
    this.#faultWeight = faultWeight;
  }

  begin(random: Random): void {
    this.#random = random;
  }

  choose(walker: Walker, count: number): number {
    return this.#random === null ? 0 : drawn(walker, count, this.#random, this.#faultWeight);
  }
}
