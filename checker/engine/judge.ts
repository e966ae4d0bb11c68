/** What the properties of a model say of the states and steps that the search finds (R11, R14). */

import type { BrokenModel } from '../broken-model.ts';
import { deadlock } from '../model/property.ts';
import type { Predicate, StepPredicate } from '../model/property.ts';
import type { Action } from '../state/action.ts';
import { declaredPredicate } from '../state/declared-view.ts';
import type { View } from '../state/view.ts';
import type { BlockPool } from './block-pool.ts';
import type { Batch } from './batch.ts';
import { Differences, bitOf } from './differences.ts';
import type { Layout } from './layout.ts';
import type { PackedRow, PackedStep } from './packed.types.ts';
import { Parts } from './parts.ts';
import { Question } from './question.ts';
import { Recall } from './recall.ts';
import { predicateThrew, predicateWavers } from './predicate-faults.ts';
import type { RowStore } from './row-store.ts';
import { RowSight } from './part.ts';
import type { Part } from './part.ts';
import { RowView } from './row-view.ts';
import type { World } from './world.ts';

/** Where a property was first shown: in a state, or by a step from one. */
export interface Finding {
  readonly row: number;
  /** The step beyond `row`; null where the state itself shows the property. */
  readonly step: Action | null;
}

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
  /** What changes matter to the checks of states, and how many parts these had read by then. */
  readonly #differences = new Differences();
  #partsRead = -1;
  readonly #recall = new Recall();
  #ofQuietStates: Check[] = [];
  #ofSteps: Check[] = [];
  /** All checks, also of what was shown. */
  readonly #checks: readonly Check[];

  constructor(world: World, layout: Layout, blocks: BlockPool) {
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

  /** Whether there are properties of steps, so that steps without a change matter as well. */
  static needsSteps(world: World): boolean {
    return Object.values(world.loaded.model.properties).some(({ kind }) => kind === 'everyStep');
  }

  /** Whether a quiet state can tell anything that isn't known. */
  get asksQuietStates(): boolean {
    return this.#ofQuietStates.length > 0;
  }

  relayout(layout: Layout): void {
    this.#layout = layout;
    this.#parts.relayout(layout);
    this.#recall.relayout(layout);
  }

  /** Judges states that were found, by number from `from` on. */
  judgeStates(store: RowStore, from: number): void {
    for (let row = from; row < store.count && this.#ofStates.length > 0; row++) {
      const affected = row === 0 ? -1 : this.#affected(store, row);
      if (affected === 0) continue;
      const words = store.chunk(row);
      const at = store.offset(row);
      const open = this.#recall.open(affected, words, at);
      if (open === 0) continue;
      this.#before.look(words, at);
      const isAnyFound = this.#ask(open, row);
      this.#recall.note(open);
      this.#noteReading(isAnyFound);
    }
  }

  /** Asks the checks of states in `bits` about a row; whether one is closed by it. */
  #ask(bits: number, row: number): boolean {
    const checks = this.#ofStates;
    let isAnyFound = false;
    for (let index = 0; index < checks.length; index++) {
      if ((bits & bitOf(index)) === 0) continue;
      const check = checks[index];
      if (check === undefined || !check.shows(-1)) continue;
      this.found.set(check.name, { row, step: null });
      isAnyFound = true;
    }
    if (isAnyFound) this.#ofStates = checks.filter(({ name }) => !this.found.has(name));
    return isAnyFound;
  }

  /**
   * A bit for each check of states that may have another answer than it had for the state's parent,
   * which did not show what is checked.
   */
  #affected(store: RowStore, row: number): number {
    const { words: length, columnsOf, shiftOf, greatest } = this.#layout;
    const parent = store.parent(row);
    const words = store.chunk(row);
    const at = store.offset(row);
    const parentWords = store.chunk(parent);
    const parentAt = store.offset(parent);
    let affected = 0;
    for (let word = 0; word < length; word++) {
      const mine = words[at + word] ?? 0;
      const other = parentWords[parentAt + word] ?? 0;
      const columns = columnsOf[word];
      if (mine === other || columns === undefined) continue;
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index] ?? 0;
        const shift = shiftOf[column] ?? 0;
        const mask = greatest[column] ?? 0;
        if ((((mine ^ other) >>> shift) & mask) === 0) continue;
        const [before, after] = [(other >>> shift) & mask, (mine >>> shift) & mask];
        affected |= this.#differences.affected(column, before, after);
      }
    }
    return affected;
  }

  /** Where checks read parts that they hadn't read before, or were closed, changes matter anew. */
  #noteReading(isAnyClosed: boolean): void {
    let count = 0;
    for (const { read } of this.#ofStates) count += read.size;
    if (count === this.#partsRead && !isAnyClosed) return;
    this.#partsRead = count;
    const read = this.#ofStates.map((check) => check.read);
    this.#differences.reset(this.#layout.width, read);
    this.#recall.reset(read, this.#layout);
  }

  /** Judges a state in which nothing but faults is enabled. */
  judgeQuiet(store: RowStore, row: number): void {
    this.#before.look(store.chunk(row), store.offset(row));
    this.#ofQuietStates = this.#rest(this.#ofQuietStates, { row, step: null }, -1);
  }

  /** Judges the steps of a batch. */
  judgeSteps(store: RowStore, batch: Batch, blocks: BlockPool): void {
    const { words } = store.layout;
    for (let entry = 0; entry < batch.count && this.#ofSteps.length > 0; entry++) {
      const row = batch.parents[entry] ?? 0;
      const action = blocks.actions[batch.steps[entry] ?? 0] ?? 0;
      this.#before.look(store.chunk(row), store.offset(row));
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
