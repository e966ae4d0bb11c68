/**
 * The way from one kept row to the next. Where one step is enough (see `persistent-sets.ts`), it is taken
 * at once, and the state before it is passed through: that differs from what follows in nothing that
 * properties read, and isn't quiet, so nobody need judge it.
 */

import type { Symmetry } from '../symmetry/symmetry.ts';
import type { World } from '../world.ts';
import type { ActionImages } from './action-images.ts';
import { GrowingList } from './growing-list.ts';
import type { Independence } from './independence.ts';
import type { ListedStep, Listing } from './listing.ts';
import { Marks } from './marks.ts';
import type { Obstacle } from './obstacles.ts';
import type { Choice, PersistentSets } from './persistent-sets.ts';
import type { Tally } from './tally.ts';

/** After so many states in a row that are passed through, one is kept. */
const longestPath = 500;

/** What all paths of a search make use of. */
export interface Tools {
  readonly world: World;
  readonly listing: Listing;
  /** Null where no step is left out but what sleeps. */
  readonly sets: PersistentSets | null;
  readonly independence: Independence;
  /** Null where states are taken as they are, and don't stand for their images. */
  readonly symmetry: { readonly states: Symmetry; readonly actions: ActionImages } | null;
}

/** One path after the other, in the same memory. */
export class Path {
  /** The state that the path has come to, a representative with symmetry. */
  readonly state: Int32Array;
  /** What sleeps there. */
  readonly asleep = new GrowingList();
  readonly actions = new GrowingList();
  /** What was chosen among the steps there; null where nothing was yet. */
  choice: Choice | Obstacle | null = null;
  readonly #tools: Tools;
  readonly #tally: Tally;
  readonly #before: Int32Array;
  readonly #remembered: Int32Array;
  readonly #marks = new Marks();
  readonly #exchanges: number[] = [];

  constructor(tools: Tools, tally: Tally) {
    this.#tools = tools;
    this.#tally = tally;
    this.state = new Int32Array(tools.world.width);
    this.#before = new Int32Array(tools.world.width);
    this.#remembered = new Int32Array(tools.world.width);
  }

  /** Begins with a step from a row, before which `sleepers` were taken or sleep. */
  begin(row: Int32Array, step: ListedStep, sleepers: readonly ListedStep[]): void {
    this.actions.clear();
    this.asleep.clear();
    this.choice = null;
    for (const other of sleepers) this.#carry(row, step, other);
    this.#step(row, step);
  }

  /**
   * Goes on for as long as one step is enough, up to a state that is kept already or has to be; whether
   * it comes to one. It doesn't where that one step sleeps.
   */
  follow(isKept: (state: Int32Array) => boolean): boolean {
    const { sets } = this.#tools;
    if (sets === null) return true;
    const { state } = this;
    // A path in a circle comes back to a state that is remembered for long enough.
    for (let length = 1; length < longestPath && !isKept(state); length++) {
      if (length > 1 && this.#isRemembered()) return true;
      if ((length & (length - 1)) === 0) this.#remembered.set(state);
      const choice = sets.choose(state);
      const [action, more] = typeof choice === 'string' ? [] : choice.actions;
      if (typeof choice === 'string' || action === undefined || more !== undefined) {
        this.choice = choice;
        return true;
      }
      if (this.asleep.includes(action)) return false;
      this.#pass(choice.host, action);
    }
    return true;
  }

  #isRemembered(): boolean {
    const { state } = this;
    for (let column = 0; column < state.length; column++) {
      if (state[column] !== this.#remembered[column]) return false;
    }
    return true;
  }

  #pass(column: number, action: number): void {
    const { steps } = this.#listed();
    const step = steps.find((one) => one.action === action && one.column === column);
    if (step === undefined) throw new Error('a chosen step is not enabled');
    this.#before.set(this.state);
    this.#tally.passed++;
    this.#tally.enabled += steps.length;
    this.#tally.asleep += this.asleep.length;
    if (this.asleep.length > 0) {
      this.#marks.take(this.asleep);
      this.asleep.clear();
      for (const other of steps) {
        if (this.#marks.has(other.action)) this.#carry(this.#before, step, other);
      }
    }
    this.#step(this.#before, step);
  }

  #listed(): Listing {
    const { listing } = this.#tools;
    listing.list(this.state);
    return listing;
  }

  /** Lets a step sleep on after another one if that doesn't wake it. */
  #carry(row: Int32Array, step: ListedStep, other: ListedStep): void {
    if (this.#tools.independence.outlasts(row, step, other)) this.asleep.push(other.action);
  }

  #step(row: Int32Array, step: ListedStep): void {
    this.#tools.listing.apply(row, step, this.state);
    this.actions.push(step.action);
    this.#tally.taken++;
    this.#represent();
  }

  /** Puts the representative in the place of the state, and the images of what sleeps there. */
  #represent(): void {
    const { symmetry } = this.#tools;
    if (symmetry === null) return;
    if (this.asleep.length === 0) {
      symmetry.states.represent(this.state);
      return;
    }
    this.#exchanges.length = 0;
    symmetry.states.represent(this.state, this.#exchanges);
    for (const exchange of this.#exchanges) {
      for (let at = 0; at < this.asleep.length; at++) {
        this.asleep.set(at, symmetry.actions.image(exchange, this.asleep.at(at)));
      }
    }
  }
}
