/** What the properties of a model say of the states and steps that the search finds (R11, R14). */

import type { Action } from '../state/action.ts';
import type { Listed } from './batch.ts';
import type { BlockPool } from './block-pool.ts';
import type { Check } from './checks.ts';
import { Checks } from './checks.ts';
import type { Combinations } from './combinations.ts';
import type { Layout } from './layout.ts';
import type { PackedRow, PackedStep } from './packed.types.ts';
import type { RowStore } from './row-store.ts';
import type { World } from './world.ts';

/** Where a property was first shown: in a state, or by a step from one. */
export interface Finding {
  readonly row: number;
  /** The step beyond `row`; null where the state itself shows the property. */
  readonly step: Action | null;
}

/** Asked at the end of each level, with its depth, whether what was found ends the search. */
export type EndsLevel = (judge: Judge, depth: number) => boolean;

/** Judges a search as it goes; what was shown once is asked no more. */
export class Judge {
  /** The first state or step that showed each property (for `sometimes`: its witness). */
  readonly found = new Map<string, Finding>();
  readonly #world: World;
  readonly #checks: Checks;
  readonly #actionAt: (number: number) => Action;
  #layout: Layout;
  /** Those that are still open. */
  #ofStates: readonly Check[];
  #ofQuietStates: readonly Check[];
  #ofSteps: readonly Check[];
  /** What questions about states were answered for; null where nobody keeps count. */
  #combinations: Combinations | null = null;
  /** How many parts the checks of states had read when combinations were last reset. */
  #partsRead = -1;

  constructor(world: World, layout: Layout, blocks: Pick<BlockPool, 'actionNumbered'>) {
    this.#world = world;
    this.#layout = layout;
    this.#actionAt = (number) => blocks.actionNumbered(number);
    this.#checks = new Checks(world, layout, this.#actionAt);
    this.#ofStates = this.#checks.ofStates;
    this.#ofQuietStates = this.#checks.ofQuietStates;
    this.#ofSteps = this.#checks.ofSteps;
  }

  /** Whether a quiet state can tell anything that isn't known. */
  get asksQuietStates(): boolean {
    return this.#ofQuietStates.length > 0;
  }

  /** The same of a step. */
  get asksSteps(): boolean {
    return this.#ofSteps.length > 0;
  }

  /** Takes over what another search has found: it is asked no more. */
  resume(findings: Iterable<readonly [string, Finding]>): void {
    for (const [name, finding] of findings) this.found.set(name, finding);
    const isOpen = ({ name }: Check): boolean => !this.found.has(name);
    this.#ofStates = this.#ofStates.filter(isOpen);
    this.#ofQuietStates = this.#ofQuietStates.filter(isOpen);
    this.#ofSteps = this.#ofSteps.filter(isOpen);
  }

  /** Remembers only there (or nowhere) what questions were answered for; answers whether it did before. */
  rememberIn(combinations: Combinations | null): boolean {
    const before = this.#combinations;
    before?.release();
    this.#combinations = combinations;
    return before !== null;
  }

  relayout(layout: Layout): void {
    this.#layout = layout;
    this.#checks.relayout(layout);
    this.#combinations?.relayout(layout);
  }

  /** Judges states that were found, by number from `from` on, by all questions that are open. */
  judgeStates(store: RowStore, from: number): void {
    for (let row = from; row < store.count && this.#ofStates.length > 0; row++) {
      this.#checks.before.look(store.chunk(row), store.offset(row));
      this.#noteReading(this.#ask(null, row));
    }
  }

  /** Lets the kernel know by itself of most rows that they have no new answer; false if it does. */
  prepareFlags(): boolean {
    return this.#combinations?.classify(this.#world.sizes()) ?? false;
  }

  /** Judges a state that may have a new answer; it stands at an address of the kernel's memory. */
  judgeFlagged(row: number, words: Int32Array, address: number): void {
    const combinations = this.#combinations;
    const open = combinations?.open(address) ?? null;
    if (open !== null && open.length === 0) return;
    this.#checks.before.look(words, address >> 2);
    const isAnyFound = this.#ask(open, row);
    combinations?.note(address);
    this.#noteReading(isAnyFound);
  }

  /** Asks the checks of states with these numbers, or all, about a row; whether one is closed by it. */
  #ask(numbers: readonly number[] | null, row: number): boolean {
    const checks = this.#ofStates;
    let isAnyFound = false;
    checks.forEach((check, number) => {
      if (numbers !== null && !numbers.includes(number)) return;
      if (!check.shows(-1)) return;
      this.found.set(check.name, { row, step: null });
      isAnyFound = true;
    });
    if (isAnyFound) this.#ofStates = checks.filter(({ name }) => !this.found.has(name));
    return isAnyFound;
  }

  /** Where checks read parts that they hadn't read before, or were closed, combinations count anew. */
  #noteReading(isAnyClosed: boolean): void {
    let count = 0;
    for (const { read } of this.#ofStates) count += read.size;
    if (count === this.#partsRead && !isAnyClosed) return;
    this.#partsRead = count;
    this.#combinations?.reset(
      this.#ofStates.map(({ read }) => read),
      this.#layout,
    );
  }

  /** Judges a state in which nothing but faults is enabled. */
  judgeQuiet(store: RowStore, row: number): void {
    this.#checks.before.look(store.chunk(row), store.offset(row));
    this.#ofQuietStates = this.#rest(this.#ofQuietStates, { row, step: null }, -1);
  }

  /** Judges the steps of a batch. */
  judgeSteps(store: RowStore, batch: Listed, blocks: BlockPool): void {
    const { words } = store.layout;
    let parent = -1;
    for (let entry = 0; entry < batch.count && this.#ofSteps.length > 0; entry++) {
      const row = batch.parents[entry] ?? 0;
      const action = blocks.actions[batch.steps[entry] ?? 0] ?? 0;
      // What is read of a state is remembered until another is looked at.
      if (row !== parent) this.#checks.before.look(store.chunk(row), store.offset(row));
      parent = row;
      this.#checks.after.look(batch.rows, entry * words);
      this.#ofSteps = this.#rest(this.#ofSteps, { row, step: this.#actionAt(action) }, action);
    }
  }

  /** Whether a row, or the step from it, shows a property; of quiet states it is asked of these only. */
  shows(name: string, row: PackedRow, step: PackedStep | null): boolean {
    this.#checks.before.look(row.words, row.at);
    if (step !== null) this.#checks.after.look(step.words, step.at);
    return this.#checks.named(name)?.shows(step?.action ?? -1) ?? false;
  }

  /** The checks that are still open after the present row or step. */
  #rest(checks: readonly Check[], finding: Finding, action: number): readonly Check[] {
    let isAnyFound = false;
    for (const { name, shows } of checks) {
      if (!shows(action)) continue;
      this.found.set(name, finding);
      isAnyFound = true;
    }
    return isAnyFound ? checks.filter(({ name }) => !this.found.has(name)) : checks;
  }
}
