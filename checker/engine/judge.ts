/** What the properties of a model say of the states and steps that the search finds (R11, R14). */

import type { BrokenModel } from '../broken-model.ts';
import type { Predicate, StepPredicate } from '../model/property.types.ts';
import { deadlock } from '../model/property.ts';
import type { Action } from '../state/action.ts';
import { declaredPredicate } from '../state/declared-view.ts';
import type { View } from '../state/view.ts';
import type { Listed } from './batch.ts';
import type { BlockPool } from './block-pool.ts';
import type { Combinations } from './combinations.ts';
import type { Layout } from './layout.ts';
import type { PackedRow, PackedStep } from './packed.types.ts';
import type { Part } from './part.ts';
import { RowSight } from './part.ts';
import { Parts } from './parts.ts';
import { predicateThrew, predicateWavers } from './predicate-faults.ts';
import { Question } from './question.ts';
import type { RowStore } from './row-store.ts';
import { RowView } from './row-view.ts';
import type { World } from './world.ts';

/** Where a property was first shown: in a state, or by a step from one. */
export interface Finding {
  readonly row: number;
  /** The step beyond `row`; null where the state itself shows the property. */
  readonly step: Action | null;
}

/** Asked at the end of each level, with its depth, whether what was found ends the search. */
export type EndsLevel = (judge: Judge, depth: number) => boolean;

interface Check {
  readonly name: string;
  /** Whether the row or step that is looked at shows the property. */
  readonly shows: (action: number) => boolean;
  /** The parts that it ever read. */
  readonly read: ReadonlySet<Part<unknown>>;
}

/** Judges a search as it goes; what was shown once is asked no more. */
export class Judge {
  /** The first state or step that showed each property (for `sometimes`: its witness). */
  readonly found = new Map<string, Finding>();
  readonly #world: World;
  readonly #parts: Parts;
  readonly #before: RowSight;
  readonly #after: RowSight;
  readonly #hosts: View['hosts'];
  readonly #actionAt: (number: number) => Action;
  #layout: Layout;
  #ofStates: Check[] = [];
  /** What questions about states were answered for; null where nobody keeps count. */
  #combinations: Combinations | null = null;
  /** How many parts the checks of states had read when combinations were last reset. */
  #partsRead = -1;
  #ofQuietStates: Check[] = [];
  #ofSteps: Check[] = [];
  /** All checks, also of what was shown. */
  readonly #checks: readonly Check[];

  constructor(world: World, layout: Layout, blocks: Pick<BlockPool, 'actionNumbered'>) {
    this.#world = world;
    this.#layout = layout;
    this.#parts = new Parts(world, layout);
    this.#before = new RowSight();
    this.#after = new RowSight();
    this.#actionAt = (number) => blocks.actionNumbered(number);
    this.#hosts = Object.freeze(
      [...world.loaded.hosts.values()].map(({ id, client }) => Object.freeze({ id, client })),
    );
    this.#declare();
    this.#checks = [...this.#ofStates, ...this.#ofQuietStates, ...this.#ofSteps];
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
    this.#parts.relayout(layout);
    this.#combinations?.relayout(layout);
  }

  /** Judges states that were found, by number from `from` on, by all questions that are open. */
  judgeStates(store: RowStore, from: number): void {
    for (let row = from; row < store.count && this.#ofStates.length > 0; row++) {
      this.#before.look(store.chunk(row), store.offset(row));
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
    this.#before.look(words, address >> 2);
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
    this.#before.look(store.chunk(row), store.offset(row));
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
      if (row !== parent) this.#before.look(store.chunk(row), store.offset(row));
      parent = row;
      this.#after.look(batch.rows, entry * words);
      this.#ofSteps = this.#rest(this.#ofSteps, { row, step: this.#actionAt(action) }, action);
    }
  }

  /** Whether a row, or the step from it, shows a property; of quiet states it is asked of these only. */
  shows(name: string, row: PackedRow, step: PackedStep | null): boolean {
    this.#before.look(row.words, row.at);
    if (step !== null) this.#after.look(step.words, step.at);
    return this.#checks.find((one) => one.name === name)?.shows(step?.action ?? -1) ?? false;
  }

  /** The checks that are still open after the present row or step. */
  #rest(checks: Check[], finding: Finding, action: number): Check[] {
    let isAnyFound = false;
    for (const { name, shows } of checks) {
      if (!shows(action)) continue;
      this.found.set(name, finding);
      isAnyFound = true;
    }
    return isAnyFound ? checks.filter(({ name }) => !this.found.has(name)) : checks;
  }

  #declare(): void {
    const { loaded } = this.#world;
    const { properties, done } = loaded.model;
    for (const [name, property] of Object.entries(properties)) {
      switch (property.kind) {
        case 'always':
          this.#ofStates.push(this.#ofState(name, declaredPredicate(loaded, property), false));
          break;
        case 'never':
        case 'sometimes':
          this.#ofStates.push(this.#ofState(name, declaredPredicate(loaded, property), true));
          break;
        case 'whenQuiet':
          this.#ofQuietStates.push(this.#ofState(name, property.holds, false));
          break;
        case 'everyStep':
          this.#ofSteps.push(this.#ofStep(name, property.holds));
          break;
        case 'monitored':
          this.#ofStates.push(this.#ofMonitor(name));
          break;
        // What whole runs do is judged once all states are known.
        case 'eventually':
        case 'leadsTo':
        case 'alwaysEventually':
        case 'eventuallyAlways':
        case 'terminates':
          break;
      }
    }
    this.#ofQuietStates.push(this.#ofState(deadlock, done, false));
  }

  #ofState(name: string, holds: Predicate, shown: boolean): Check {
    const question = new Question(
      this.#subject(),
      (onRead) => {
        const view = this.#view(this.#before, (part, value) => onRead(part * 2, value));
        return this.#guarded(name, () => holds(view));
      },
      () => this.#undetermined(name),
    );
    return { name, read: question.read, shows: () => question.answer() === shown };
  }

  #ofStep(name: string, holds: StepPredicate): Check {
    let action = -1;
    const question = new Question(
      this.#subject(),
      (onRead) => {
        const before = this.#view(this.#before, (part, value) => onRead(part * 2, value));
        const after = this.#view(this.#after, (part, value) => onRead(part * 2 + 1, value));
        return this.#guarded(name, () => holds(before, this.#actionAt(action), after));
      },
      () => this.#undetermined(name),
    );
    const roots: number[] = [];
    const shows = (number: number): boolean => {
      action = number;
      const root = (roots[number] ??= question.root());
      return !question.answer(root);
    };
    return { name, read: question.read, shows };
  }

  #ofMonitor(name: string): Check {
    const index = this.#world.monitors.findIndex(({ property }) => property === name);
    const part = this.#parts.violation(index);
    return { name, read: new Set([part]), shows: () => part.seen(part.value(this.#before)) };
  }

  #subject(): ConstructorParameters<typeof Question>[0] {
    return {
      parts: this.#parts.list,
      before: this.#before,
      after: this.#after,
      split: () => this.#parts.split(),
    };
  }

  #view(sight: RowSight, onRead: (part: number, value: number) => void): View {
    return new RowView({ parts: this.#parts, hosts: this.#hosts }, sight, onRead);
  }

  #guarded(name: string, evaluate: () => boolean): boolean {
    try {
      return evaluate();
    } catch (cause) {
      const place = { model: this.#world.loaded.model.name, property: name };
      throw predicateThrew(cause, place, this.#stateText());
    }
  }

  #stateText(): string {
    const row = new Int32Array(this.#world.width);
    this.#layout.unpack(this.#before.words, this.#before.at, row);
    return this.#world.text(row);
  }

  #undetermined(name: string): BrokenModel {
    return predicateWavers({ model: this.#world.loaded.model.name, property: name });
  }
}
