/** The properties of a model, asked of the states and transitions that the search finds. */

import { BrokenModel } from '../broken-model.ts';
import { deadlock } from '../model/property.ts';
import type { Property } from '../model/property.ts';
import type { Action } from '../state/action.ts';
import type { View } from '../state/view.ts';
import type { Interner } from './interner.ts';
import { Question } from './question.ts';
import { Parts, RowView } from './row-view.ts';
import type { Decoder } from './row-view.ts';

/** Where a property was first shown to be violated, or a `sometimes` to be witnessed. */
export interface Finding {
  /** The state; or the state before, where `action` is given. */
  readonly state: number;
  /** The last action of the run, for a property of steps. */
  readonly action: number | null;
}

interface Asked {
  readonly name: string;
  readonly property: Property | null;
  readonly question: Question;
  /** The answer that makes a finding. */
  readonly finding: boolean;
}

const unread = (): void => undefined;

/** Asks every property until it has its finding. */
export class Properties {
  readonly findings = new Map<string, Finding>();
  readonly #decoder: Decoder;
  readonly #expected: ReadonlySet<string>;
  readonly #actions: Interner<Action>;
  readonly #state: RowView;
  readonly #before: RowView;
  readonly #after: RowView;
  /** Values of the state before, of the state after, and the action. */
  readonly #stepRow: Int32Array;
  #ofStates: readonly Asked[] = [];
  #whenQuiet: readonly Asked[] = [];
  #ofSteps: readonly Asked[] = [];
  /** Whether a property was violated that the model doesn't expect to be. */
  unexpected = false;

  constructor(decoder: Decoder, actions: Interner<Action>, expected: ReadonlySet<string>) {
    this.#decoder = decoder;
    this.#actions = actions;
    this.#expected = expected;
    const parts = new Parts(decoder);
    const { width } = decoder.columns;
    this.#state = new RowView(decoder, parts, unread);
    this.#before = new RowView(decoder, parts, unread);
    this.#after = new RowView(decoder, parts, unread);
    this.#stepRow = new Int32Array(2 * width + 1);
    const properties = Object.entries(decoder.loaded.model.properties);
    const all = properties.map(([name, property]) => this.#asked(name, property));
    const of = (...kinds: readonly Property['kind'][]): readonly Asked[] =>
      all.filter(({ property }) => property !== null && kinds.includes(property.kind));
    this.#ofStates = of('always', 'never', 'sometimes', 'monitored');
    this.#ofSteps = of('everyStep');
    const { done } = decoder.loaded.model;
    const stuck = { name: deadlock, property: null, question: this.#ofState(deadlock, done) };
    this.#whenQuiet = [...of('whenQuiet'), { ...stuck, finding: false }];
  }

  /** Whether any property is asked of transitions. */
  get watchesSteps(): boolean {
    return this.#ofSteps.length > 0;
  }

  /** Asks what is asked of every state; `row` holds the state's values. */
  ofState(state: number, row: Int32Array): void {
    this.#state.row = row;
    for (const asked of this.#ofStates) {
      if (asked.question.answer(row) === asked.finding) this.#found(asked, { state, action: null });
    }
  }

  /** Asks what is asked where nothing but faults is enabled. */
  ofQuietState(state: number, row: Int32Array): void {
    this.#state.row = row;
    for (const asked of this.#whenQuiet) {
      if (asked.question.answer(row) === asked.finding) this.#found(asked, { state, action: null });
    }
  }

  /** Asks what is asked of every transition. */
  ofStep(state: number, before: Int32Array, action: number, after: Int32Array): void {
    const width = before.length;
    this.#stepRow.set(before);
    this.#stepRow.set(after, width);
    this.#stepRow[2 * width] = action;
    this.#before.row = before;
    this.#after.row = after;
    for (const asked of this.#ofSteps) {
      if (asked.question.answer(this.#stepRow) === asked.finding)
        this.#found(asked, { state, action });
    }
  }

  #found(asked: Asked, finding: Finding): void {
    this.findings.set(asked.name, finding);
    const others = (one: Asked): boolean => one !== asked;
    this.#ofStates = this.#ofStates.filter(others);
    this.#whenQuiet = this.#whenQuiet.filter(others);
    this.#ofSteps = this.#ofSteps.filter(others);
    const isWitness = asked.property?.kind === 'sometimes';
    if (!isWitness && !this.#expected.has(asked.name)) this.unexpected = true;
  }

  #asked(name: string, property: Property): Asked {
    switch (property.kind) {
      case 'always':
      case 'whenQuiet':
        return { name, property, question: this.#ofState(name, property.holds), finding: false };
      case 'never':
      case 'sometimes':
        return { name, property, question: this.#ofState(name, property.holds), finding: true };
      case 'everyStep':
        return {
          name,
          property,
          question: this.#ofStepQuestion(name, property.holds),
          finding: false,
        };
      case 'monitored':
        return { name, property, question: this.#ofMonitor(name), finding: true };
    }
  }

  #ofState(name: string, holds: (view: View) => boolean): Question {
    return new Question((read) => {
      this.#state.read = read;
      return this.#guarded(name, () => holds(this.#state), [this.#state]);
    });
  }

  #ofStepQuestion(
    name: string,
    holds: (before: View, action: Action, after: View) => boolean,
  ): Question {
    const { width } = this.#decoder.columns;
    return new Question((read) => {
      read(2 * width);
      this.#before.read = read;
      this.#after.read = (column) => read(column + width);
      const action = this.#actions.item(this.#stepRow[2 * width] ?? 0);
      const views = [this.#before, this.#after] as const;
      return this.#guarded(name, () => holds(this.#before, action, this.#after), views);
    });
  }

  #ofMonitor(name: string): Question {
    const index = this.#decoder.monitors.findIndex(({ monitor }) => monitor.property === name);
    const column = this.#decoder.columns.monitors[index] ?? -1;
    return new Question((read) => {
      read(column);
      return this.#decoder.monitors[index]?.isViolated(this.#state.row[column] ?? 0) ?? false;
    });
  }

  #guarded(name: string, ask: () => boolean, views: readonly RowView[]): boolean {
    try {
      return ask();
    } catch (cause) {
      if (cause instanceof BrokenModel) throw cause.at({ property: name });
      const states = views.map((view) => JSON.stringify(view.plain()));
      const stack = cause instanceof Error ? cause.stack : String(cause);
      throw new BrokenModel(
        `the property threw: ${stack ?? ''}\nin the state ${states.join('\nand then ')}`,
        { property: name },
        cause,
      );
    }
  }
}
