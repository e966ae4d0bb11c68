/**
 * The plainest explorer there is: a loop over the reference semantics, states told apart by their
 * texts. It shares nothing with the engine but the reading of charts, so that what both say is right
 * or wrong for two reasons. Some hundred states a second.
 */

import { asJson, canonical } from '../json.ts';
import { isLiveness } from '../model/property-kinds.ts';
import { deadlock } from '../model/property.ts';
import { ownField } from '../own-field.ts';
import { apply, enabled, initial, offered } from '../reference.ts';
import type { Reached } from '../reference.ts';
import { isFault } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import type { LoadedModel } from '../system/load.ts';
import { isShownBy } from '../trace/evaluation.ts';
import type { RunEnd } from '../trace/evaluation.ts';
import type { Answer, PropertyAnswer } from './answer.ts';

/** Explores a model; null where it has more states than `mostStates`. It does not judge liveness. */
export function naiveAnswer(loaded: LoadedModel, mostStates: number): Answer | null {
  const exploration = new NaiveExploration(loaded);
  while (exploration.level.length > 0) {
    exploration.expandLevel();
    if (exploration.states > mostStates) return null;
  }
  return exploration.answer();
}

class NaiveExploration {
  level: readonly State[];
  readonly #loaded: LoadedModel;
  /** The properties of states and steps that nothing has shown yet, those of quiet states apart. */
  readonly #open: { readonly ofStates: Set<string>; ofQuiet: Set<string>; ofSteps: Set<string> };
  readonly #shown = new Map<string, number>();
  readonly #known = new Set<string>();
  readonly #seen = new Set<string>();
  #transitions = 0;
  #depth = -1;

  constructor(loaded: LoadedModel) {
    this.#loaded = loaded;
    const { properties } = loaded.model;
    const named = (kinds: readonly string[]): Set<string> =>
      new Set(
        Object.keys(properties).filter((name) =>
          kinds.includes(ownField(properties, name)?.kind ?? ''),
        ),
      );
    this.#open = {
      ofStates: named(['always', 'never', 'sometimes', 'monitored']),
      ofQuiet: new Set([...named(['whenQuiet']), deadlock]),
      ofSteps: named(['everyStep']),
    };
    const first = initial(loaded);
    this.#note(first);
    this.#known.add(textOf(first.state));
    this.level = [first.state];
  }

  get states(): number {
    return this.#known.size;
  }

  /** Looks at all states that are equally far from the first, and finds the next ones. */
  expandLevel(): void {
    this.#depth++;
    const next: State[] = [];
    for (const state of this.level) {
      const actions = enabled(this.#loaded, state);
      this.#transitions += actions.length;
      this.#judge(state, actions);
      for (const action of actions) {
        const reached = apply(this.#loaded, state, action);
        this.#note(reached);
        const end = { state: reached.state, last: { before: state, action } };
        this.#ask(this.#open.ofSteps, end, this.#depth + 1);
        const text = textOf(reached.state);
        if (!this.#known.has(text)) next.push(reached.state);
        this.#known.add(text);
      }
      this.#noteRefused(state);
    }
    this.level = next;
  }

  answer(): Answer {
    const { properties } = this.#loaded.model;
    const judged = Object.entries(properties).filter(([, property]) => !isLiveness(property));
    const names = [...judged.map(([name]) => name), deadlock];
    return {
      states: this.#known.size,
      transitions: this.#transitions,
      depth: this.#depth,
      properties: new Map(names.map((name) => [name, this.#answerOn(name)])),
      seen: this.#seen,
    };
  }

  #answerOn(name: string): PropertyAnswer {
    const steps = this.#shown.get(name) ?? null;
    if (ownField(this.#loaded.model.properties, name)?.kind === 'sometimes') {
      return { verdict: steps === null ? 'violated' : 'holds', steps: null, run: null };
    }
    return { verdict: steps === null ? 'holds' : 'violated', steps, run: null };
  }

  #judge(state: State, actions: readonly Action[]): void {
    const end = { state, last: null };
    this.#ask(this.#open.ofStates, end, this.#depth);
    const isQuiet = actions.every((action) => isFault(action, this.#loaded.system.faultInputs));
    if (isQuiet) this.#ask(this.#open.ofQuiet, end, this.#depth);
  }

  #ask(open: Set<string>, end: RunEnd, steps: number): void {
    for (const name of open) {
      if (!isShownBy(this.#loaded, name, end)) continue;
      open.delete(name);
      this.#shown.set(name, steps);
    }
  }

  #note({ taken, guards }: Reached): void {
    for (const { machine, transition } of taken) this.#seen.add(`${machine}: ${transition}`);
    for (const outcome of guards) this.#seen.add(outcome);
  }

  /** Guards are asked about all that is on offer, also where they keep it from being a step. */
  #noteRefused(state: State): void {
    for (const action of offered(this.#loaded, state)) {
      for (const outcome of apply(this.#loaded, state, action).guards) this.#seen.add(outcome);
    }
  }
}

function textOf(state: State): string {
  return canonical(asJson(state));
}
