/**
 * One walk at a time through a model, on the engine's memoised steps. A walker knows the present
 * state, lists what can happen there, and goes where it is told; it judges all on the way.
 */

import { Batch } from '../engine/batch.ts';
import { Expander } from '../engine/expander.ts';
import { Judge } from '../engine/judge.ts';
import { Layout } from '../engine/layout.ts';
import { RowStore } from '../engine/row-store.ts';
import { World } from '../engine/world.ts';
import type { Action } from '../state/action.ts';
import type { LoadedModel } from '../system/load.ts';
import { Actions } from './actions.ts';
import { Fingerprints } from './fingerprints.ts';

/** Rows that are kept before a new store is begun. */
const mostRows = 1 << 14;

/** A state that is walked through. */
export class Walker {
  readonly world: World;
  readonly judge: Judge;
  readonly actions: Actions;
  readonly fingerprints: Fingerprints;
  /** The numbers of the present state, a column each. */
  readonly row: Int32Array;
  /** Whether nothing but faults is enabled in the state listed last. */
  isQuiet = false;
  readonly #expander: Expander;
  readonly #judges: boolean;
  readonly #step: Batch;
  readonly #initial: Int32Array;
  #layout: Layout;
  #store: RowStore;
  /** The present state's number in the store; 0 is always the initial state. */
  #at = 0;

  /** `judges`: whether properties are asked at all. */
  constructor(loaded: LoadedModel, judges: boolean) {
    this.world = new World(loaded);
    this.#initial = this.world.initial();
    this.row = Int32Array.from(this.#initial);
    this.#layout = new Layout(this.world.sizes());
    this.#expander = new Expander(this.world, this.#layout, true);
    this.judge = new Judge(this.world, this.#layout, this.#expander.blocks);
    this.actions = new Actions(this.#expander.blocks, loaded);
    this.fingerprints = new Fingerprints(this.world);
    this.#judges = judges;
    this.#step = new Batch(this.#layout);
    this.#store = this.#newStore();
    if (judges) this.judge.judgeStates(this.#store, 0);
  }

  /** How many local states of hosts it remembers, none of which it ever forgets. */
  get stations(): number {
    return this.world.hosts.reduce((sum, { stations }) => sum + stations.size, 0);
  }

  /** Goes back to the initial state. */
  begin(): void {
    this.#at = 0;
    this.row.set(this.#initial);
    this.fingerprints.moveTo(this.row);
  }

  /** Lists what is enabled in the present state, in the order of actions; answers how much it is. */
  list(): number {
    const { batch } = this.#expander;
    batch.count = 0;
    while (!this.#expander.expand(this.#store, this.#at)) this.#widen();
    this.isQuiet = this.#expander.quiet;
    if (this.isQuiet && this.#judges && this.judge.asksQuietStates) {
      this.judge.judgeQuiet(this.#store, this.#at);
    }
    return batch.count;
  }

  /** The place of a listed step in the pool; the same for the same step at the same local state. */
  placeOf(entry: number): number {
    return this.#expander.batch.steps[entry] ?? 0;
  }

  /** The number of a listed step's action. */
  actionOf(entry: number): number {
    return this.#expander.blocks.actions[this.placeOf(entry)] ?? 0;
  }

  actionNumbered(number: number): Action {
    return this.#expander.blocks.actionNumbered(number);
  }

  /** Takes a listed step, and judges it and where it leads. */
  take(entry: number): void {
    const { batch } = this.#expander;
    const from = entry * this.#layout.words;
    if (this.#judges && this.judge.asksSteps) this.#judgeStep(entry);
    if (this.#store.count >= mostRows) this.#store = this.#newStore();
    this.#at = this.#store.append(batch.rows, from);
    if (this.#judges) this.judge.judgeStates(this.#store, this.#at);
    this.#layout.unpack(batch.rows, from, this.row);
    this.fingerprints.moveTo(this.row);
  }

  #judgeStep(entry: number): void {
    const { batch, blocks } = this.#expander;
    const step = this.#step;
    step.count = 0;
    const from = { rows: batch.rows, rowsAt: entry * this.#layout.words };
    step.append({ ...from, steps: batch.steps, stepsAt: entry }, 1, this.#at);
    this.judge.judgeSteps(this.#store, step, blocks);
  }

  /** A store that holds the initial state, and the present one if that is another. */
  #newStore(): RowStore {
    const layout = this.#layout;
    const store = new RowStore(layout);
    const words = new Int32Array(layout.words);
    layout.pack(this.#initial, words, 0);
    store.append(words, 0);
    if (this.#at === 0) return store;
    layout.pack(this.row, words, 0);
    this.#at = store.append(words, 0);
    return store;
  }

  /** Goes over to a layout in which every number fits that was given so far. */
  #widen(): void {
    this.#layout = new Layout(this.world.sizes());
    this.#store = this.#newStore();
    this.#expander.relayout(this.#layout);
    this.judge.relayout(this.#layout);
    this.#step.relayout(this.#layout);
  }
}
