/** Where the present walk has been, so that its beginning can be told. */

import type { Prefix } from './walk.types.ts';

const firstLength = 1 << 10;

/** The steps of one walk at a time. */
export class WalkTrack {
  #choices = new Uint32Array(firstLength);
  #actions = new Int32Array(firstLength);
  /** The state after each number of steps, as one number. */
  #states = new Float64Array(firstLength + 1);

  /** A walk begins in a state. */
  begin(state: number): void {
    this.#states[0] = state;
  }

  /** Notes the choice and the action of a step; steps count from 0. */
  note(step: number, choice: number, action: number): void {
    if (step >= this.#choices.length) this.#enlarge();
    this.#choices[step] = choice;
    this.#actions[step] = action;
  }

  /** Notes the state that a step led to. */
  reached(step: number, state: number): void {
    this.#states[step + 1] = state;
  }

  /** The choices that lead to the state after so many steps, without the rounds that led nowhere. */
  prefix(steps: number): Prefix {
    const choices = this.#choices;
    return Uint32Array.from(this.#direct(steps), (step) => choices[step] ?? 0);
  }

  /** The numbers of the actions of the first steps. */
  actions(steps: number): number[] {
    return [...this.#actions.subarray(0, steps)];
  }

  /**
   * The numbers of the actions that lead to the state after so many steps, without the rounds that led
   * nowhere; `isStep` says that the last step itself is what matters, so that it stays.
   */
  run(steps: number, isStep: boolean): number[] {
    const taken = isStep ? [...this.#direct(steps - 1), steps - 1] : this.#direct(steps);
    return taken.map((step) => this.#actions[step] ?? 0);
  }

  /** The steps of a way to the state after so many, on which no state is met twice. */
  #direct(steps: number): number[] {
    const last = new Map<number, number>();
    for (let at = 0; at <= steps; at++) last.set(this.#states[at] ?? 0, at);
    const taken: number[] = [];
    for (let at = 0; ; at++) {
      at = last.get(this.#states[at] ?? 0) ?? at;
      if (at >= steps) return taken;
      taken.push(at);
    }
  }

  #enlarge(): void {
    const length = this.#choices.length * 2;
    const choices = new Uint32Array(length);
    choices.set(this.#choices);
    this.#choices = choices;
    const actions = new Int32Array(length);
    actions.set(this.#actions);
    this.#actions = actions;
    const states = new Float64Array(length + 1);
    states.set(this.#states);
    this.#states = states;
  }
}
