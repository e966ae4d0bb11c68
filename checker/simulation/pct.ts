/**
 * The strategy `pct`: probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and
 * Nagarakatte, A randomized scheduler with probabilistic guarantees of finding bugs, 2010), with
 * sources of actions in the place of threads (see `sourceText`).
 *
 * Each source has a random priority, drawn anew for every walk, and the enabled source of the
 * highest one always acts; of several actions of that source one is drawn. At d - 1 random moments
 * the source that is about to act falls below all that never fell. Of n threads that take k steps
 * in all, such a walk meets a bug that needs d steps in their order with a chance of at least
 * 1 / (n · k^(d-1)); with sources that is so as far as each has one action at a time. Few changes
 * of who acts, but at any place: that is where uniform walks are weak.
 */

import { mixed } from './random.ts';
import type { Random } from './random.ts';
import type { Strategy } from './strategy.types.ts';
import type { Walker } from './walker.ts';

/** Walks in which a strict order of priorities decides who acts. */
export class Pct implements Strategy {
  /** The steps at which a priority falls; the i-th to be drawn makes it fall to i + 1. */
  readonly #changeAt: Int32Array;
  readonly #length: number;
  #random: Random | null = null;
  #salt = 0;
  /** Per source its priority in the present walk; -1 where it wasn't needed yet. */
  #priorities: number[] = [];

  /** `length`: how many steps walks take, as far as one knows; the changes are spread over them. */
  constructor(changes: number, length: number) {
    this.#changeAt = new Int32Array(changes);
    this.#length = Math.max(1, length);
  }

  begin(random: Random): void {
    this.#random = random;
    this.#salt = random.next();
    this.#priorities = [];
    for (let change = 0; change < this.#changeAt.length; change++) {
      this.#changeAt[change] = random.below(this.#length);
    }
  }

  choose(walker: Walker, count: number, step: number): number {
    for (let change = 0; change < this.#changeAt.length; change++) {
      if (this.#changeAt[change] !== step) continue;
      this.#priorities[this.#highest(walker, count)] = change + 1;
    }
    const source = this.#highest(walker, count);
    return this.#oneOf(walker, count, source);
  }

  /** The priority of a source: above all fallen ones unless it fell itself. */
  priority(walker: Walker, source: number): number {
    const known = this.#priorities[source];
    if (known !== undefined) return known;
    // It depends on what the source is, not on when this thread met it first.
    const drawn = mixed(walker.actions.sourceHash(source) ^ mixed(this.#salt)) >>> 0;
    const priority = this.#changeAt.length + 1 + drawn;
    this.#priorities[source] = priority;
    return priority;
  }

  /** The source of the highest priority among those of listed actions. */
  #highest(walker: Walker, count: number): number {
    let highest = -1;
    let found = 0;
    for (let entry = 0; entry < count; entry++) {
      const source = walker.actions.source(walker.actionOf(entry));
      const priority = this.priority(walker, source);
      if (priority <= highest) continue;
      highest = priority;
      found = source;
    }
    return found;
  }

  #oneOf(walker: Walker, count: number, source: number): number {
    const { actions } = walker;
    let matching = 0;
    for (let entry = 0; entry < count; entry++) {
      if (actions.source(walker.actionOf(entry)) === source) matching++;
    }
    let left = matching === 1 ? 0 : (this.#random?.below(matching) ?? 0);
    for (let entry = 0; entry < count; entry++) {
      if (actions.source(walker.actionOf(entry)) !== source) continue;
      if (left === 0) return entry;
      left--;
    }
    return 0;
  }
}
