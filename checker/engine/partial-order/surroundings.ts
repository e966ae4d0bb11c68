/** What may come about at a host from outside, by number. */

import { GrowingList } from './growing-list.ts';

/** Surroundings of a host. */
export interface Surroundings {
  /** The envelopes that may still come in. */
  readonly arrivals: readonly number[];
  /** A bit for each budget that isn't used up; -1 where that isn't known. */
  readonly budgets: number;
}

/** Numbers surroundings: an open-addressed table. */
export class NumberedSurroundings {
  readonly #items: Surroundings[] = [];
  /** The words of each, one after the other, without zeros at the end; where each begins. */
  readonly #words = new GrowingList();
  readonly #starts = new GrowingList();
  readonly #hashes = new GrowingList();
  /** Numbers plus 1; 0 is a gap. */
  #slots = new Int32Array(1 << 8);

  constructor() {
    this.#starts.push(0);
  }

  /** @throws Error for a number that was never given. */
  item(number: number): Surroundings {
    const item = this.#items[number];
    if (item === undefined) throw new Error(`nothing surrounds under ${number}`);
    return item;
  }

  /** The number of budgets and a set of envelopes, as bits. */
  number(arrivals: Int32Array, budgets: number): number {
    let length = arrivals.length;
    while (length > 0 && arrivals[length - 1] === 0) length--;
    let hash = budgets;
    for (let word = 0; word < length; word++) {
      hash = Math.imul(hash ^ (arrivals[word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return this.#add(arrivals, length, budgets, hash);
      if (this.#hashes.at(number) === hash && this.#is(number, arrivals, length, budgets)) {
        return number;
      }
    }
  }

  #is(number: number, arrivals: Int32Array, length: number, budgets: number): boolean {
    const from = this.#starts.at(number);
    if (this.#starts.at(number + 1) - from !== length) return false;
    for (let word = 0; word < length; word++) {
      if (this.#words.at(from + word) !== arrivals[word]) return false;
    }
    return this.#items[number]?.budgets === budgets;
  }

  #add(arrivals: Int32Array, length: number, budgets: number, hash: number): number {
    const list: number[] = [];
    for (let word = 0; word < length; word++) {
      const bits = arrivals[word] ?? 0;
      this.#words.push(bits);
      for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) list.push(word * 32 + bit);
    }
    this.#starts.push(this.#words.length);
    this.#hashes.push(hash);
    const number = this.#items.push({ arrivals: list, budgets }) - 1;
    if (this.#items.length * 2 > this.#slots.length) {
      this.#slots = new Int32Array(this.#slots.length * 2);
      for (let known = 0; known < number; known++) this.#put(known);
    }
    this.#put(number);
    return number;
  }

  #put(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes.at(number) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }
}
