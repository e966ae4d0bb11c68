/** Lists of integers, each kept once, by numbers counted up from 0. */

import { GrowingList } from './growing-list.ts';
import { hashOf, NumbersByHash } from './numbers-by-hash.ts';

/** Numbers lists of integers of 32 bits by what they hold. */
export class Sequences {
  /** The lists, one after the other, and where each begins. */
  readonly #items = new GrowingList();
  readonly #starts = new GrowingList();
  readonly #numbers = new NumbersByHash();
  /** A list that was given as an array. */
  readonly #given = new GrowingList();

  constructor() {
    this.#starts.push(0);
  }

  /** How many lists there are so far. */
  get size(): number {
    return this.#numbers.count;
  }

  get bytes(): number {
    return this.#items.items.byteLength + this.#starts.items.byteLength + this.#numbers.bytes;
  }

  /** The number of a list. */
  number(list: readonly number[]): number {
    const given = this.#given;
    given.clear();
    given.append(list);
    return this.numberIn(given.items, given.length);
  }

  /**
   * The same of the first `length` integers in memory, from where they are copied if the list is new.
   * @throws RangeError where no more memory can be had; the list isn't known then, and all others are.
   */
  numberIn(memory: Int32Array, length: number): number {
    const numbers = this.#numbers;
    const hash = hashOf(memory, 0, length);
    for (let number = numbers.first(hash); number !== -1; number = numbers.next(hash)) {
      if (this.#holds(number, memory, length)) return number;
    }
    // All that can fail comes first: the engine goes on with what it has when memory ends.
    numbers.makeRoom();
    this.#starts.makeRoom(1);
    this.#items.append(memory, length);
    this.#starts.push(this.#items.length);
    return numbers.add(hash);
  }

  #holds(number: number, memory: Int32Array, length: number): boolean {
    const { items } = this.#items;
    const start = this.#starts.at(number);
    if (this.#starts.at(number + 1) - start !== length) return false;
    for (let at = 0; at < length; at++) if (items[start + at] !== memory[at]) return false;
    return true;
  }

  /**
   * A new list of what has a number.
   * @throws Error for a number that was never given.
   */
  list(number: number): number[] {
    if (number >= this.size) throw new Error(`nothing has the number ${number}`);
    const { items } = this.#items;
    const end = this.#starts.at(number + 1);
    const list: number[] = [];
    for (let at = this.#starts.at(number); at < end; at++) list.push(items[at] ?? 0);
    return list;
  }

  /** Writes what has a number to a list. */
  read(number: number, into: GrowingList): void {
    into.clear();
    const end = this.#starts.at(number + 1);
    for (let at = this.#starts.at(number); at < end; at++) into.push(this.#items.at(at));
  }
}
