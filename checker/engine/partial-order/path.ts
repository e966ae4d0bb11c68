/**
 * The way from one kept row to the next. Where one step is enough (see `persistent-sets.ts`), it is taken
 * at once, and the state before it is passed through: that differs from what follows in nothing that
 * properties read, and isn't quiet, so nobody need judge it. Its step is remembered, for the next path that comes by,
 * and since that is a choice like others: it may turn out to have been wrong.
 */

import { GrowingList } from '../growing-list.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import type { World } from '../world.ts';
import type { ActionImages } from './action-images.ts';
import type { Independence } from './independence.ts';
import type { ListedStep, Listing } from './listing.ts';
import type { MetStates } from './met-states.ts';
import type { Obstacle } from './obstacles.ts';
import type { Choice, PersistentSets } from './persistent-sets.ts';
import type { Tally } from './tally.ts';

/** After so many states in a row that are passed through, one is kept. */
const longestPath = 500;
/** On its way a path asks this often whether it is to go on, once for so many steps: a power of two. */
const stepsBetween = 16;

/** What all passes and paths of a search make use of. */
export interface Tools {
  readonly world: World;
  /** How many states there may be, kept or passed through. */
  readonly mostStates: number;
  /** Called often, also in the middle of what takes long; throws `SearchStopped` where the search is to end. */
  readonly throwIfStopped: () => void;
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
  /** The row that the state is kept as, once the path was followed; -1 where it isn't. */
  kept = -1;
  /** What was chosen among the steps there; null where nothing was yet. */
  choice: Choice | Obstacle | null = null;
  readonly #tools: Tools;
  readonly #states: MetStates;
  readonly #tally: Tally;
  readonly #before: Int32Array;
  readonly #remembered: Int32Array;
  readonly #sleepers = new GrowingList();
  readonly #exchanges: number[] = [];

  constructor(tools: Tools, states: MetStates, tally: Tally) {
    this.#tools = tools;
    this.#states = states;
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
    for (let index = 0; index < sleepers.length; index++) {
      const other = sleepers[index];
      if (other !== undefined) this.#carry(row, step, other);
    }
    this.#step(row, step);
  }

  /**
   * Goes on for as long as one step is enough, up to a state that is kept already or has to be; whether
   * it comes to one. It doesn't where that one step sleeps.
   * @throws SearchStopped where the search is to end, or there may be no more states.
   */
  follow(): boolean {
    const { sets, listing, throwIfStopped } = this.#tools;
    const { kept, passed } = this.#states;
    const { state } = this;
    // A path in a circle comes back to a state that is remembered for long enough.
    for (let length = 1; ; length++) {
      this.kept = kept.find(state);
      if (this.kept !== -1 || sets === null || length === longestPath) return true;
      if (length > 1 && this.#isRemembered()) return true;
      if ((length & (length - 1)) === 0) this.#remembered.set(state);
      if (length % stepsBetween === 0) throwIfStopped();
      const number = this.#passedBy(sets);
      if (number === -1) return true;
      const step = listing.numbered(passed.step(number));
      if (this.asleep.includes(step.action)) return false;
      this.#pass(step, passed.enabled(number));
    }
  }

  /** The number of the state among those that are passed through; -1 where it isn't one. */
  #passedBy(sets: PersistentSets): number {
    const { state } = this;
    const known = this.#states.passed.find(state);
    if (known !== -1) return known;
    const choice = sets.choose(state);
    if (typeof choice === 'string' || choice.actions.length !== 1) {
      this.choice = choice;
      return -1;
    }
    const { listing } = this.#tools;
    const step = listing.find(state, choice.actions[0] ?? -1);
    if (step === null) throw new Error('a chosen step is not enabled');
    return this.#states.pass(step.number, listing.count(state));
  }

  #isRemembered(): boolean {
    const { state } = this;
    for (let column = 0; column < state.length; column++) {
      if (state[column] !== this.#remembered[column]) return false;
    }
    return true;
  }

  /** Whether, by what is known now, the same step would be enough in each state that was passed through. */
  stands(sets: PersistentSets): boolean {
    const { listing, throwIfStopped } = this.#tools;
    const { passed } = this.#states;
    const state = new Int32Array(this.state.length);
    for (let number = 0; number < passed.count; number++) {
      throwIfStopped();
      passed.read(number, state);
      const { column, action } = listing.numbered(passed.step(number));
      const choice = sets.choose(state);
      if (typeof choice === 'string' || choice.host !== column) return false;
      if (choice.actions.length > 1 || choice.actions[0] !== action) return false;
    }
    return true;
  }

  /** Takes the one step of a state of which so many are enabled. */
  #pass(step: ListedStep, enabled: number): void {
    const { asleep } = this;
    this.#tally.passed++;
    this.#tally.enabled += enabled;
    this.#tally.asleep += asleep.length;
    this.#before.set(this.state);
    if (asleep.length > 0) {
      const sleepers = this.#sleepers;
      sleepers.clear();
      for (let at = 0; at < asleep.length; at++) sleepers.push(asleep.at(at));
      asleep.clear();
      for (let at = 0; at < sleepers.length; at++) {
        const other = this.#tools.listing.find(this.#before, sleepers.at(at));
        if (other !== null) this.#carry(this.#before, step, other);
      }
    }
    this.#step(this.#before, step);
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
