/** Sets of actions by number: each distinct one is kept once, and is itself known by a number. */

import { GrowingList } from '../growing-list.ts';
import { PairTable } from '../pair-table.ts';
import { Sequences } from '../sequences.ts';

/** The number of the set without actions. */
export const noActions = 0;

/** Gives sets of actions numbers. */
export class ActionSets {
  /** The actions of each set in ascending order. */
  readonly #lists = new Sequences();
  readonly #intersections = new PairTable();
  /** Two sets whose intersection is worked out, and what they have in common. */
  readonly #one = new GrowingList();
  readonly #other = new GrowingList();
  readonly #common = new GrowingList();

  constructor() {
    this.#lists.number([]);
  }

  get bytes(): number {
    return this.#lists.bytes;
  }

  /** The number of the set of the actions in a list, which is put in order in place. */
  number(list: GrowingList): number {
    if (list.length === 0) return noActions;
    list.sort();
    return this.#lists.numberIn(list.items, list.length);
  }

  /** Writes the actions of a set to a list, in ascending order. */
  read(set: number, into: GrowingList): void {
    this.#lists.read(set, into);
  }

  /** The set of what is in both sets. */
  intersection(one: number, other: number): number {
    if (one === other) return one;
    if (one === noActions || other === noActions) return noActions;
    const known = this.#intersections.get(one, other);
    if (known !== -1) return known;
    const found = this.#intersected(one, other);
    this.#intersections.set(one, other, found);
    return found;
  }

  #intersected(one: number, other: number): number {
    const [left, right, common] = [this.#one, this.#other, this.#common];
    this.#lists.read(one, left);
    this.#lists.read(other, right);
    common.clear();
    for (let at = 0, to = 0; at < left.length && to < right.length; ) {
      const difference = left.at(at) - right.at(to);
      if (difference === 0) common.push(left.at(at));
      if (difference <= 0) at++;
      if (difference >= 0) to++;
    }
    return this.number(common);
  }
}
