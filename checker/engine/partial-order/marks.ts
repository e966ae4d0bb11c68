import type { GrowingList } from '../growing-list.ts';

/** A set of small numbers that is emptied often. */
export class Marks {
  #rounds = new Int32Array(1 << 8);
  #round = 1;

  /** Marks the numbers of a list, and no others. */
  take(list: GrowingList): void {
    this.#round++;
    for (let at = 0; at < list.length; at++) this.#add(list.at(at));
  }

  has(number: number): boolean {
    return this.#rounds[number] === this.#round;
  }

  #add(number: number): void {
    if (number >= this.#rounds.length) {
      const longer = new Int32Array(2 ** (32 - Math.clz32(number)));
      longer.set(this.#rounds);
      this.#rounds = longer;
    }
    this.#rounds[number] = this.#round;
  }
}
