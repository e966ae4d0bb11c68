/** What the properties of a model ask of rows and of the steps between them (R11, R14). */

import type { BrokenModel } from '../broken-model.ts';
import { deadlock } from '../model/property.ts';
import type { Predicate, Property, StepPredicate } from '../model/property.types.ts';
import type { Action } from '../state/action.ts';
import { declaredPredicate } from '../state/declared-view.ts';
import type { View } from '../state/view.ts';
import type { Layout } from './layout.ts';
import type { Part } from './part.ts';
import { RowSight } from './part.ts';
import { Parts } from './parts.ts';
import { predicateThrew, predicateWavers } from './predicate-faults.ts';
import { Question } from './question.ts';
import { RowView } from './row-view.ts';
import type { World } from './world.ts';

/** What a property asks. */
export interface Check {
  readonly name: string;
  /** Whether the row or step that is looked at shows the property. */
  readonly shows: (action: number) => boolean;
  /** The parts that it ever read. */
  readonly read: ReadonlySet<Part<unknown>>;
}

/** All that is asked, of one row and one step at a time. */
export class Checks {
  readonly #states: Check[] = [];
  readonly #quietStates: Check[] = [];
  readonly #steps: Check[] = [];
  readonly ofStates: readonly Check[] = this.#states;
  /** Of states in which nothing but faults is enabled. */
  readonly ofQuietStates: readonly Check[] = this.#quietStates;
  readonly ofSteps: readonly Check[] = this.#steps;
  /** The row that is asked about, or that the step leads from; and where the step leads. */
  readonly before = new RowSight();
  readonly after = new RowSight();
  readonly #world: World;
  readonly #parts: Parts;
  readonly #hosts: View['hosts'];
  readonly #actionAt: (number: number) => Action;
  readonly #all: readonly Check[];
  #layout: Layout;

  constructor(world: World, layout: Layout, actionAt: (number: number) => Action) {
    this.#world = world;
    this.#layout = layout;
    this.#parts = new Parts(world, layout);
    this.#actionAt = actionAt;
    this.#hosts = Object.freeze(
      [...world.loaded.hosts.values()].map(({ id, client }) => Object.freeze({ id, client })),
    );
    const { properties, done } = world.loaded.model;
    for (const [name, property] of Object.entries(properties)) this.#declare(name, property);
    this.#quietStates.push(this.#ofState(deadlock, done, false));
    this.#all = [...this.#states, ...this.#quietStates, ...this.#steps];
  }

  /** The check of a property; undefined of one that whole runs are asked about. */
  named(name: string): Check | undefined {
    return this.#all.find((one) => one.name === name);
  }

  relayout(layout: Layout): void {
    this.#layout = layout;
    this.#parts.relayout(layout);
  }

  #declare(name: string, property: Property): void {
    const { loaded } = this.#world;
    switch (property.kind) {
      case 'always':
        this.#states.push(this.#ofState(name, declaredPredicate(loaded, property), false));
        break;
      case 'never':
      case 'sometimes':
        this.#states.push(this.#ofState(name, declaredPredicate(loaded, property), true));
        break;
      case 'whenQuiet':
        this.#quietStates.push(this.#ofState(name, property.holds, false));
        break;
      case 'everyStep':
        this.#steps.push(this.#ofStep(name, property.holds));
        break;
      case 'monitored':
        this.#states.push(this.#ofMonitor(name));
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

  #ofState(name: string, holds: Predicate, shown: boolean): Check {
    const question = new Question(
      this.#subject(),
      (onRead) => {
        const view = this.#view(this.before, (part, value) => onRead(part * 2, value));
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
        const before = this.#view(this.before, (part, value) => onRead(part * 2, value));
        const after = this.#view(this.after, (part, value) => onRead(part * 2 + 1, value));
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
    return { name, read: new Set([part]), shows: () => part.seen(part.value(this.before)) };
  }

  #subject(): ConstructorParameters<typeof Question>[0] {
    return {
      parts: this.#parts.list,
      before: this.before,
      after: this.after,
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
    this.#layout.unpack(this.before.words, this.before.at, row);
    return this.#world.text(row);
  }

  #undetermined(name: string): BrokenModel {
    return predicateWavers({ model: this.#world.loaded.model.name, property: name });
  }
}
