/** What a pass chose among the steps of each row. */

import type { KeptRows } from './kept-rows.ts';
import type { ListedStep, Listing } from './listing.ts';
import type { Obstacle } from './obstacles.ts';
import type { Choice, PersistentSets } from './persistent-sets.ts';
import type { Tally } from './tally.ts';

/** Choices by row. */
export class Choices {
  /** The steps that are enough, or why all are taken; null where those are all, or nothing was chosen yet. */
  readonly #of: (Choice | Obstacle | null)[] = [];
  readonly #tally: Tally;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** The next row is kept; `choice` is what was found out about its steps on the way, if anything was. */
  add(choice: Choice | Obstacle | null): void {
    this.#of.push(choice);
  }

  /** The steps of an expanded row that are enough; null where all are taken. */
  at(row: number): Choice | null {
    const choice = this.#of[row] ?? null;
    return typeof choice === 'string' ? null : choice;
  }

  /** Chooses among the steps of a row, those listed last; where `sets` is null, all. */
  choose(row: number, state: Int32Array, listing: Listing, sets: PersistentSets | null): void {
    const enabled = listing.steps.length;
    this.#tally.enabled += enabled;
    const choice = this.#of[row] ?? sets?.choose(state) ?? null;
    if (typeof choice === 'string') this.takeAll(row, listing.quiet ? 'faults' : choice);
    else this.#of[row] = choice?.actions.length === enabled ? null : choice;
  }

  /** All steps of a row are to be taken. */
  takeAll(row: number, obstacle: Obstacle): void {
    const { inFull } = this.#tally;
    this.#of[row] = obstacle;
    inFull.set(obstacle, (inFull.get(obstacle) ?? 0) + 1);
  }

  /** Whether each would be made again as it was, by what is known now. `throwIfStopped` is called for each row. */
  stand(rows: KeptRows, sets: PersistentSets, throwIfStopped: () => void): boolean {
    const state = new Int32Array(rows.layout.width);
    for (let row = 0; row < this.#of.length; row++) {
      throwIfStopped();
      const choice = this.at(row);
      if (choice === null) continue;
      rows.read(row, state);
      if (!isAlike(choice, sets.choose(state))) return false;
    }
    return true;
  }
}

/** Whether a step is one of those chosen. */
export function isChosen(choice: Choice | null, { column, action }: ListedStep): boolean {
  return choice === null || (column === choice.host && choice.actions.includes(action));
}

function isAlike(one: Choice, other: Choice | Obstacle): boolean {
  if (typeof other === 'string' || one.host !== other.host) return false;
  return (
    one.actions.length === other.actions.length &&
    one.actions.every((action, at) => action === other.actions[at])
  );
}
