/** Sets of actions by number: each distinct one is kept once, and is itself known by a number. */

import { PairTable } from '../pair-table.ts';
import { GrowingList } from './growing-list.ts';

/** The number of the set without actions. */
export const noActions = 0;

/** Gives sets of actions numbers. */
export class ActionSets {
  /** The actions of each set in ascending order, one set after the other; where each begins. */
  readonly #actions = new GrowingList();
  readonly #starts = new GrowingList();
  readonly #hashes = new GrowingList();
  /** An open-addressed table of numbers plus 1; 0 is a gap. */
  #slots = new Int32Array(1 << 8);
  readonly #intersections = new PairTable();
  readonly #common = new GrowingList();

  constructor() {
    this.#starts.push(0);
    this.number(this.#common);
  }

  get bytes(): number {
    const lists = [this.#actions, this.#starts, this.#hashes];
    return lists.reduce((sum, { items }) => sum + items.byteLength, this.#slots.byteLength);
  }

  /** The number of the set of the actions in a list, which is put in order in place. */
  number(list: GrowingList): number {
    list.sort();
    let hash = list.length;
    for (let at = 0; at < list.length; at++) {
      hash = Math.imul(hash ^ list.at(at), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const set = (this.#slots[slot] ?? 0) - 1;
      if (set < 0) return this.#add(list, hash);
      if (this.#hashes.at(set) === hash && this.#holds(set, list)) return set;
    }
  }

  /** Writes the actions of a set to a list, in ascending order. */
  read(set: number, into: GrowingList): void {
    into.clear();
    const end = this.#starts.at(set + 1);
    for (let at = this.#starts.at(set); at < end; at++) into.push(this.#actions.at(at));
  }

  /** The set of what is in both sets. */
  intersection(one: number, other: number): number {
    if (one === other) return one;
    if (one === noActions || other === noActions) return noActions;
    const known = this.#intersections.get(one, other);
    if (known !== -1) return known;
    const common = this.#common;
    common.clear();
    const [end, otherEnd] = [this.#starts.at(one + 1), this.#starts.at(other + 1)];
    for (let at = this.#starts.at(one), to = this.#starts.at(other); at < end && to < otherEnd; ) {
      const difference = this.#actions.at(at) - this.#actions.at(to);
      if (difference === 0) common.push(this.#actions.at(at));
      if (difference <= 0) at++;
      if (difference >= 0) to++;
    }
    const found = this.number(common);
    this.#intersections.set(one, other, found);
    return found;
  }

  #holds(set: number, list: GrowingList): boolean {
    const from = this.#starts.at(set);
    if (this.#starts.at(set + 1) - from !== list.length) return false;
    for (let at = 0; at < list.length; at++) {
      if (this.#actions.at(from + at) !== list.at(at)) return false;
    }
    return true;
  }

  #add(list: GrowingList, hash: number): number {
    const set = this.#hashes.length;
    for (let at = 0; at < list.length; at++) this.#actions.push(list.at(at));
    this.#starts.push(this.#actions.length);
    this.#hashes.push(hash);
    if (this.#hashes.length * 2 > this.#slots.length) {
      this.#slots = new Int32Array(this.#slots.length * 2);
      for (let known = 0; known < set; known++) this.#put(known);
    }
    this.#put(set);
    return set;
  }

  #put(set: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes.at(set) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = set + 1;
  }
}
