/**
 * Makes a long run to a property short: what a random walk did that doesn't matter is left out, and
 * what is left is put in an order that is easy to follow. The outcome is a local minimum by R19: no
 * action can be left out, and moving one, or another action in the place of a fault, makes it no
 * better. A shorter run may exist that differs by more than that; a search finds it.
 */

import { match } from 'ts-pattern';
import { canonical } from '../json.ts';
import type { Action } from '../state/action.ts';
import { actionText, byAction } from '../state/action.ts';
import type { LoadedModel } from '../system/load.ts';
import { Layout } from './layout.ts';
import { ListedSteps } from './listed-steps.ts';
import { RowStore } from './row-store.ts';
import type { ShownBy } from './shown-by.ts';
import { shownBy } from './shown-by.ts';
import { World } from './world.ts';

/** How far minimising goes. Since this is counted in steps, the outcome is always the same. */
export interface MinimisingLimits {
  /** How many steps are tried in all. Default: a million, which takes seconds. */
  readonly maxSteps?: number;
}

/**
 * A run that shows a property and has no needless action. Changes are tried on the memo of the engine,
 * each by as many steps as the run is long; there are about n log n to shorten n actions, and n² to
 * reorder what is left.
 * @throws Error where the model has no such run, or it doesn't show the property.
 * @throws BrokenModel where the model can't be checked.
 */
export function minimised(
  loaded: LoadedModel,
  property: string,
  run: readonly Action[],
  { maxSteps = 1_000_000 }: MinimisingLimits = {},
): readonly Action[] {
  const minimising = new Minimising(loaded, property, maxSteps);
  try {
    return minimising.of(run);
  } finally {
    minimising.close();
  }
}

/** A run that shows the property, as numbers of actions. */
interface Course {
  readonly actions: readonly number[];
  /** The row, unpacked, that each action starts from. */
  readonly rows: readonly Int32Array[];
  /** What R19 compares of runs of the same length, before the order of actions. */
  readonly faults: number;
  readonly changes: number;
}

/** What might come after the first `kept` actions of the present course. */
interface Attempt {
  readonly kept: number;
  readonly rest: readonly number[];
  /** See `Absence`. */
  readonly absent: Absence;
}

/**
 * What becomes of an action that isn't enabled: it ends the attempt, is passed over, or another one
 * of the same kind takes its place, such as a message of the same type with other content.
 */
type Absence = 'ends' | 'passed' | 'replaced';

class Minimising {
  readonly #steps: ListedSteps;
  readonly #property: string;
  readonly #shownBy: ShownBy;
  readonly #order: (left: Action, right: Action) => number;
  readonly #first: Int32Array;
  readonly #likeness: string[] = [];
  #stepsLeft: number;
  #course: Course = { actions: [], rows: [], faults: 0, changes: 0 };

  constructor(loaded: LoadedModel, property: string, maxSteps: number) {
    const world = new World(loaded);
    this.#first = world.initial();
    const layout = new Layout(world.sizes());
    const store = new RowStore(layout);
    store.append(new Int32Array(layout.words), 0);
    this.#steps = new ListedSteps(world, store);
    this.#property = property;
    this.#shownBy = shownBy(loaded, property);
    this.#order = byAction([...loaded.hosts.keys()]);
    this.#stepsLeft = maxSteps;
  }

  /** Lets go of memory; nothing can be asked any more. */
  close(): void {
    this.#steps.close();
  }

  of(run: readonly Action[]): readonly Action[] {
    const rest = run.map((action) => this.#steps.number(action));
    this.#stepsLeft += rest.length;
    const whole = this.#attempted({ kept: 0, rest, absent: 'ends' });
    if (whole === null) {
      throw new Error(`the model has no such run, or it doesn't show '${this.#property}'`);
    }
    this.#course = whole;
    this.#cutLoops();
    let isBetter = true;
    while (isBetter && this.#stepsLeft > 0) {
      this.#leaveOut();
      isBetter = this.#replaceFaults() || this.#reorder();
    }
    return this.#course.actions.map((number) => this.#steps.action(number));
  }

  /** Goes on where the run was before, the last time. */
  #cutLoops(): void {
    const { actions, rows } = this.#course;
    const last = new Map(rows.map((row, at) => [row.join(), at]));
    const rest: number[] = [];
    for (let at = 0; at < actions.length; at++) {
      at = last.get(rows[at]?.join() ?? '') ?? at;
      rest.push(...actions.slice(at, at + 1));
    }
    this.#adopt({ kept: 0, rest, absent: 'ends' });
  }

  /** Leaves out actions, first many in a row, then fewer, until none can be left out. */
  #leaveOut(): void {
    let size = Math.max(1, this.#course.actions.length >>> 1);
    for (;;) {
      const before = this.#course.actions.length;
      for (let kept = 0; kept < this.#course.actions.length; ) {
        const rest = this.#course.actions.slice(kept + size);
        if (!this.#adoptLoosely(kept, rest)) kept += size;
      }
      const isDone = size === 1 && this.#course.actions.length === before;
      if (isDone || this.#stepsLeft <= 0) return;
      size = Math.max(1, size >>> 1);
    }
  }

  /** Tries whatever else is enabled where a fault happens. */
  #replaceFaults(): boolean {
    let isBetter = false;
    for (let kept = 0; kept < this.#course.actions.length; kept++) {
      const { actions, rows } = this.#course;
      const row = rows[kept];
      if (row === undefined || this.#steps.fault(actions[kept] ?? 0) === 0) continue;
      const others = this.#enabledIn(row).filter((number) => this.#steps.fault(number) === 0);
      const rest = actions.slice(kept + 1);
      isBetter ||= others.some((other) => this.#adoptLoosely(kept, [other, ...rest]));
    }
    return isBetter;
  }

  /** Moves single actions towards the start. */
  #reorder(): boolean {
    let isBetter = false;
    for (let from = 1; from < this.#course.actions.length; from++) {
      for (let to = 0; to < from; to++) {
        const { actions } = this.#course;
        const rest = [
          ...actions.slice(from, from + 1),
          ...actions.slice(to, from),
          ...actions.slice(from + 1),
        ];
        if (this.#adopt({ kept: to, rest, absent: 'ends' })) isBetter = true;
      }
    }
    return isBetter;
  }

  #adoptLoosely(kept: number, rest: readonly number[]): boolean {
    return (
      this.#adopt({ kept, rest, absent: 'replaced' }) ||
      this.#adopt({ kept, rest, absent: 'passed' })
    );
  }

  /** Goes over to another course if that is better. */
  #adopt(attempt: Attempt): boolean {
    const course = this.#attempted(attempt);
    if (course === null || !this.#isBetter(course, attempt.kept)) return false;
    this.#course = course;
    return true;
  }

  #isBetter({ actions, faults, changes }: Course, kept: number): boolean {
    const now = this.#course;
    const isLess =
      actions.length - now.actions.length || faults - now.faults || changes - now.changes;
    if (isLess !== 0) return isLess < 0;
    for (let at = kept; at < actions.length; at++) {
      const [one, other] = [actions[at] ?? 0, now.actions[at] ?? 0];
      if (one === other) continue;
      return this.#order(this.#steps.action(one), this.#steps.action(other)) < 0;
    }
    return false;
  }

  /** The course of an attempt, up to where the property is shown; null where it never is. */
  #attempted({ kept, rest, absent }: Attempt): Course | null {
    const actions = this.#course.actions.slice(0, kept);
    const rows = this.#course.rows.slice(0, kept);
    let row = this.#course.rows[kept] ?? this.#first;
    if (this.#isShownIn(row)) return this.#courseOf(actions, rows);
    for (const number of rest) {
      if (this.#stepsLeft-- <= 0) return null;
      const entry = this.#entryOf(number, row, absent);
      if (entry === -1 && absent === 'ends') return null;
      if (entry === -1) continue;
      actions.push(this.#steps.numberOf(entry));
      rows.push(row);
      const isShown = this.#shownBy === 'step' && this.#steps.stepShows(this.#property, entry);
      row = this.#rowAfter(entry);
      if (isShown || this.#isShownIn(row)) return this.#courseOf(actions, rows);
    }
    return null;
  }

  #courseOf(actions: readonly number[], rows: readonly Int32Array[]): Course {
    let [faults, changes, last] = [0, 0, -1];
    for (const number of actions) {
      faults += this.#steps.fault(number);
      const host = this.#steps.host(number);
      if (host < 0) continue;
      if (last >= 0 && host !== last) changes++;
      last = host;
    }
    return { actions, rows, faults, changes };
  }

  #isShownIn(row: Int32Array): boolean {
    if (this.#shownBy === 'step') return false;
    if (this.#shownBy === 'state') this.#put(row);
    else this.#list(row);
    const isAsked = this.#shownBy === 'state' || this.#steps.quiet;
    return isAsked && this.#steps.rowShows(this.#property, 0);
  }

  #enabledIn(row: Int32Array): readonly number[] {
    const count = this.#list(row);
    return Array.from({ length: count }, (_, entry) => this.#steps.numberOf(entry));
  }

  /** Where an action, or what may take its place, is among the listed steps of a row; or -1. */
  #entryOf(number: number, row: Int32Array, absent: Absence): number {
    const steps = this.#steps;
    const count = this.#list(row);
    for (let entry = 0; entry < count; entry++) if (steps.numberOf(entry) === number) return entry;
    if (absent !== 'replaced') return -1;
    const wanted = this.#likenessOf(number);
    for (let entry = 0; entry < count; entry++) {
      if (this.#likenessOf(steps.numberOf(entry)) === wanted) return entry;
    }
    return -1;
  }

  #likenessOf(number: number): string {
    return (this.#likeness[number] ??= likeness(this.#steps.action(number)));
  }

  #rowAfter(entry: number): Int32Array {
    const { layout } = this.#steps.store;
    const row = new Int32Array(layout.width);
    layout.unpack(this.#steps.rows, entry * layout.words, row);
    return row;
  }

  #list(row: Int32Array): number {
    this.#put(row);
    return this.#steps.list(0);
  }

  #put(row: Int32Array): void {
    const { store } = this.#steps;
    store.layout.pack(row, store.chunk(0), store.offset(0));
  }
}

/** What an action has in common with those that may take its place. */
function likeness(action: Action): string {
  return match(action)
    .with(
      { kind: 'deliver' },
      { kind: 'drop' },
      { kind: 'duplicate' },
      ({ kind, from, to, message }) => canonical([kind, from, { ...to }, message.type]),
    )
    .with({ kind: 'input' }, ({ kind, host, event }) => canonical([kind, host, event.type]))
    .otherwise(actionText);
}
