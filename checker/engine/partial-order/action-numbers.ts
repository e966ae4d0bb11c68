/** Actions as numbers, the same in both worlds of a reduced search. */

import type { Action } from '../../state/action.ts';
import { actionText } from '../../state/action.ts';
import { Interner } from '../interner.ts';

/** Gives every action one number, whichever world it was met in. */
export class ActionNumbers {
  readonly #numbers = new Interner<Action>();
  /** Worlds answer with the same object for the same action, so texts are worked out once. */
  readonly #known = new Map<Action, number>();

  number(action: Action): number {
    const known = this.#known.get(action);
    if (known !== undefined) return known;
    const number = this.#numbers.number(actionText(action), () => action);
    this.#known.set(action, number);
    return number;
  }

  action(number: number): Action {
    return this.#numbers.item(number);
  }
}
