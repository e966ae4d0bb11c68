/**
 * All steps of rows, for those who look at a search's rows again. Each is listed, in the order of
 * actions, also those that lead to no new state.
 */

import type { Action } from '../state/action.ts';
import { actionText, hostOf, isFault } from '../state/action.ts';
import { Expander } from './expander.ts';
import { Judge } from './judge.ts';
import { Layout } from './layout.ts';
import { OwnRows } from './own-rows.ts';
import type { PackedRow } from './packed.types.ts';
import { RowStore } from './row-store.ts';
import { Represented } from './symmetry/represented.ts';
import type { Symmetry } from './symmetry/symmetry.ts';
import type { World } from './world.ts';

/** Lists the steps of one row after another; numbers that outgrow the layout are seen to. */
export class ListedSteps {
  /** Judges the rows and steps that are listed. */
  readonly judge: Judge;
  /** Grows with each change of the layout: whatever was packed by then is packed otherwise now. */
  layouts = 0;
  readonly #world: World;
  readonly #expander: Expander;
  readonly #rows: OwnRows;
  /** Per number that the blocks gave an action, plus 1, the action's number by its text. */
  readonly #numberOf: number[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #actions: Action[] = [];
  readonly #faults: (0 | 1)[] = [];
  readonly #hosts: number[] = [];

  /** Null where states stand for themselves alone. */
  readonly #represented: Represented | null;
  /** The row listed last, as it is packed now. */
  #listed: PackedRow = { words: new Int32Array(0), at: 0 };

  /**
   * The rows of `store` are listed by number; under a new layout they are kept in a new store. With a
   * symmetry they are representatives.
   */
  constructor(world: World, store: RowStore, symmetry: Symmetry | null = null) {
    this.#world = world;
    this.#represented = symmetry === null ? null : new Represented(world, symmetry);
    this.#rows = new OwnRows(store);
    if (!store.layout.fits(world.sizes())) this.#rows.repack(new Layout(world.sizes()));
    const { layout } = this.store;
    this.#expander = new Expander(world, layout, true);
    this.judge = new Judge(world, layout, this.#expander.blocks);
  }

  get store(): RowStore {
    return this.#rows.store;
  }

  /** The packed rows that the listed steps lead to, one after the other. */
  get rows(): Int32Array {
    return this.#expander.batch.rows;
  }

  get isSymmetric(): boolean {
    return this.#represented !== null;
  }

  /** As `rows`, but of each state its representative. */
  get representatives(): Int32Array {
    return this.#represented === null ? this.rows : this.#represented.rows;
  }

  /** Where a host of the state that a listed step leads to is found in its representative; -1 stays. */
  hostIn(entry: number, host: number): number {
    return host < 0 || this.#represented === null ? host : this.#represented.host(entry, host);
  }

  /** Whether nothing but faults is enabled in the row listed last. */
  get quiet(): boolean {
    return this.#expander.quiet;
  }

  /** Lets go of its memory; nothing can be listed any more. */
  close(): void {
    this.#expander.close();
    this.#rows.close();
  }

  /** Lists the steps of a row, and answers how many there are. */
  list(row: number): number {
    return this.#listOf(() => this.store, row);
  }

  /** Lists the steps of a state that is in no store, given as a row of numbers. */
  listOf(state: Int32Array): number {
    return this.#listOf(() => this.#alone(state), 0);
  }

  /** The state that a listed step leads to, as a row of numbers. */
  stateAfter(entry: number): Int32Array {
    const { layout } = this.store;
    const state = new Int32Array(layout.width);
    layout.unpack(this.rows, entry * layout.words, state);
    return state;
  }

  #listOf(store: () => RowStore, row: number): number {
    const { batch } = this.#expander;
    batch.count = 0;
    while (!this.#expander.expand(store(), row)) this.#widen();
    if (this.#represented !== null) this.#represent(this.#represented);
    const at = store();
    this.#listed = { words: at.chunk(row), at: at.offset(row) };
    return batch.count;
  }

  #represent(represented: Represented): void {
    const { batch } = this.#expander;
    const states = batch.unpacked();
    represented.take(states);
    if (!this.store.layout.fits(this.#world.sizes())) {
      this.#widen();
      batch.refill(states);
    }
    represented.pack(this.store.layout);
  }

  #alone(state: Int32Array): RowStore {
    const { layout } = this.store;
    const store = new RowStore(layout);
    store.append(layout.packed(state), 0);
    return store;
  }

  /** The number of a listed step's action: the same wherever an action with that text is listed. */
  numberOf(entry: number): number {
    const given = this.#given(entry);
    return (this.#numberOf[given] ??= this.number(this.#expander.blocks.actionNumbered(given)));
  }

  /** The number of an action, listed or not. */
  number(action: Action): number {
    const text = actionText(action);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const { hosts, loaded } = this.#world;
    const host = hostOf(action);
    this.#numbers.set(text, this.#actions.length);
    this.#faults.push(isFault(action, loaded.system.faultInputs) ? 1 : 0);
    this.#hosts.push(hosts.findIndex(({ id }) => id === host));
    return this.#actions.push(action) - 1;
  }

  action(number: number): Action {
    const action = this.#actions[number];
    if (action === undefined) throw new Error(`no action has the number ${number}`);
    return action;
  }

  /** 1 for a fault, else 0. */
  fault(number: number): 0 | 1 {
    return this.#faults[number] ?? 0;
  }

  /** The index of the host at which an action happens; -1 for a partition or a heal. */
  host(number: number): number {
    return this.#hosts[number] ?? -1;
  }

  /** Whether a row shows a property of states; whoever asks of quiet states listed a quiet one. */
  rowShows(property: string, row: number): boolean {
    const store = this.store;
    return this.judge.shows(property, { words: store.chunk(row), at: store.offset(row) }, null);
  }

  /** Whether a step of the row listed last shows a property of steps. */
  stepShows(property: string, entry: number): boolean {
    const store = this.store;
    const step = {
      words: this.rows,
      at: entry * store.layout.words,
      action: this.#given(entry),
    };
    return this.judge.shows(property, this.#listed, step);
  }

  #given(entry: number): number {
    const { batch, blocks } = this.#expander;
    return blocks.actions[batch.steps[entry] ?? 0] ?? 0;
  }

  #widen(): void {
    const layout = new Layout(this.#world.sizes());
    this.#rows.repack(layout);
    this.#expander.relayout(layout);
    this.judge.relayout(layout);
    this.layouts++;
  }
}
