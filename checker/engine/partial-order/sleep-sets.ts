/**
 * Sleep sets (Godefroid 1996): where two steps of a row commute, both orders lead to the same state, so
 * after the second step the first need not be taken once more. It is asleep there: enabled, but left out;
 * and it sleeps on for as long as no step on the way wakes it (`Independence.outlasts`).
 *
 * A row may be reached with several sleep sets: what sleeps in all of them sleeps in the row. A row that is
 * reached again after it was expanded, and in which a step wakes by that, is expanded again, by that step
 * alone. After it sleep the other sleepers of the row and what was taken before it this time, but nothing
 * that was taken another time, since after that it slept itself. If it is none of the steps that are
 * enough for the row (`persistent-sets.ts`), those after which it slept are all taken again.
 *
 * Why nothing is lost. Let X be a set of states as `persistent-sets.ts` has them: one quiet state, or all
 * that agree in what properties read, or all in which a step is enabled that was never met. Shown there:
 * where X can be reached from a state that isn't in it, it can be reached after one of the steps chosen
 * there. Claim: if X can be reached from a state, but not after any of its sleepers, the search comes upon
 * X from there. Of the chosen steps after which X can be reached none is asleep, so each is taken at some
 * time. Let t be the first of those that are taken the last time that any is. Were there a sleeper z of
 * the state after t, after which X could be reached, X could be reached after z alone, since z outlasts t.
 * Then z doesn't sleep before t, by what is supposed; so it was taken before t the same time, or
 * woken later and taken then. Both contradict the choice of t. So the claim supposes of the
 * successor what it supposes of the state. In the first row nothing sleeps. States that are passed
 * through are no different; a path that ends before a sleeper led to no X.
 *
 * So it goes on until X is reached, if it doesn't go round. On cycles `persistent-sets.ts` needs a certain
 * one of the chosen steps, one that leads nearer, and t may be another one. Rows on cycles of the
 * graph of rows let nothing sleep, therefore, and what follows them begins with an empty set: as long as a run
 * stays on cycles the argument is the one without sleep sets, and what it leaves behind it never comes
 * back to. Which rows these are is known when the search is done; they are expanded again, and it goes on
 * (`Pass.settle`). Steps from a row to itself don't count, since t need not be one. Nor may z be one then, if it
 * was taken before t or woken later: so they are never put to sleep by being taken, and where one that slept
 * on from an earlier row is woken, all the steps of the row are taken again.
 *
 * Together with symmetry, what sleeps in a state sleeps with ids exchanged in its representative, and X is
 * the same for all images of a state.
 */

import { GrowingList } from '../growing-list.ts';
import type { ActionSets } from './action-sets.ts';
import { noActions } from './action-sets.ts';

const never = -1;
const [allAwake, someAsleep] = [0, 1];

/** The sleep sets of rows by number. */
export class SleepSets {
  /** Rows of which steps were woken since they were expanded, each once. */
  readonly woken = new GrowingList();
  readonly #sets: ActionSets;
  readonly #of = new GrowingList();
  /** The set with which each row was expanded last, or `never`. */
  readonly #expanded = new GrowingList();
  /** What follows the steps of each row: whether something slept after one. */
  readonly #after = new GrowingList();

  constructor(sets: ActionSets) {
    this.#sets = sets;
  }

  get bytes(): number {
    const lists = [this.#of, this.#expanded, this.#after, this.woken];
    return lists.reduce((bytes, { items }) => bytes + items.byteLength, this.#sets.bytes);
  }

  /** The sleep set of a row. */
  of(row: number): number {
    return this.#of.at(row);
  }

  /** A row is reached, the first time or again, where a set sleeps. */
  reach(row: number, set: number): void {
    if (row === this.#of.length) {
      this.#of.push(set);
      this.#expanded.push(never);
      this.#after.push(allAwake);
      return;
    }
    const before = this.#of.at(row);
    const after = this.#sets.intersection(before, set);
    if (after === before) return;
    this.#of.set(row, after);
    if (this.#expanded.at(row) === before) this.woken.push(row);
  }

  /** A row is expanded; answers the set with which it was the last time, -1 where it never was. */
  expand(row: number): number {
    const last = this.#expanded.at(row);
    this.#expanded.set(row, this.#of.at(row));
    return last;
  }

  /** Something sleeps after a step of a row. */
  sleepsAfter(row: number): void {
    this.#after.set(row, someAsleep);
  }

  /** Wakes all that sleeps in a row; whether anything did, or does after its steps. */
  rouse(row: number): boolean {
    const isDrowsy = this.#of.at(row) !== noActions || this.#after.at(row) === someAsleep;
    this.#of.set(row, noActions);
    return isDrowsy;
  }
}
