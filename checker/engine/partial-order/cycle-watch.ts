/** Sees to it that no step is put off, or sleeps, for ever on a cycle of rows. */

import { GrowingList } from '../growing-list.ts';
import { Lookout } from '../liveness/lookout.ts';
import type { Choices } from './choices.ts';
import { cyclicRows, isAcyclic, rowsOnCycles } from './cycles.ts';
import type { SleepSets } from './sleep-sets.ts';
import type { Tally } from './tally.ts';

/** What is looked at and changed where rows are on cycles. */
interface Watched {
  readonly choices: Choices;
  readonly sleep: SleepSets;
  readonly tally: Tally;
}

/** The steps between the rows of one pass. */
export class CycleWatch {
  readonly #watched: Watched;
  readonly #lookout: Lookout;
  /** From, to, from, to. */
  readonly #edges = new GrowingList();
  /** The rows that were found on cycles: nothing sleeps there. */
  readonly #awake = new Set<number>();

  /** `throwIfStopped` is called every some milliseconds of looking at steps, and may throw: that ends it. */
  constructor(watched: Watched, throwIfStopped: () => void) {
    this.#watched = watched;
    this.#lookout = new Lookout(throwIfStopped);
  }

  get bytes(): number {
    return this.#edges.items.byteLength;
  }

  /** A step leads from a row to another; one to the row itself counts only where others are put off. */
  add(from: number, to: number): void {
    if (from === to && this.#watched.choices.at(from) === null) return;
    this.#edges.push(from);
    this.#edges.push(to);
  }

  /** Whether a row was found to be on a cycle. */
  isOnCycle(row: number): boolean {
    return this.#awake.has(row);
  }

  /**
   * Once so many rows are expanded, those on cycles on which steps were put off or slept: all of their steps
   * are to be taken, from now on asleep or not.
   */
  unsettled(count: number): readonly number[] {
    const { choices } = this.#watched;
    if (isAcyclic(this.#edges, count, this.#lookout)) return [];
    const isFull = (row: number): boolean => choices.at(row) === null;
    const full = cyclicRows(this.#edges, { count, isFull }, this.#lookout);
    for (const row of full) choices.takeAll(row, 'cycles');
    return [...full, ...this.#roused(count)];
  }

  /** The rows on cycles that something slept in, or after. */
  #roused(count: number): readonly number[] {
    const { tally, sleep } = this.#watched;
    if (!tally.letsSleep) return [];
    const onCycles = rowsOnCycles(this.#edges, count, this.#lookout);
    const drowsy = onCycles.filter((row) => !this.#awake.has(row));
    tally.onCycles += drowsy.length;
    return drowsy.filter((row) => {
      this.#awake.add(row);
      return sleep.rouse(row);
    });
  }
}
