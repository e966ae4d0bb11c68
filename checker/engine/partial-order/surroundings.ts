/** What may come about at a host from outside, by number. */

import { PairTable } from '../pair-table.ts';
import { Sequences } from '../sequences.ts';

/** Surroundings of a host. */
export interface Surroundings {
  /** The envelopes that may still come in. */
  readonly arrivals: readonly number[];
  /** A bit for each budget that isn't used up; -1 where that isn't known. */
  readonly budgets: number;
}

/** Gives surroundings numbers. */
export class NumberedSurroundings {
  readonly #items: Surroundings[] = [];
  /** The words of arrivals, without zeros at the end. */
  readonly #words = new Sequences();
  /** By budgets plus 1 and the number of the words. */
  readonly #numbers = new PairTable();

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
    const words = this.#words.numberIn(arrivals, length);
    const known = this.#numbers.get(budgets + 1, words);
    if (known !== -1) return known;
    const number = this.#items.push({ arrivals: numbersIn(arrivals), budgets }) - 1;
    this.#numbers.set(budgets + 1, words, number);
    return number;
  }
}

function numbersIn(bits: Int32Array): readonly number[] {
  const numbers: number[] = [];
  bits.forEach((word, at) => {
    for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) numbers.push(at * 32 + bit);
  });
  return numbers;
}
