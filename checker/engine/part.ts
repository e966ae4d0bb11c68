/** What predicates read of a state, part by part, each part a projection of one column of the row. */

import type { Layout } from './layout.ts';

/** A part of states: its values are numbered, and each is shown as one object. */
export class Part<Seen> {
  /** The column of the row that decides the part, and where it stands in a packed row. */
  readonly column: number;
  word = 0;
  shift = 0;
  mask = 0;
  /** Per number of the column, the part's value plus 1; 0 or beyond the end where it isn't known. */
  valueOf = new Int32Array(64);
  readonly #project: (number: number) => Projection<Seen>;
  readonly #values = new Map<string, number>();
  readonly #seen: Seen[] = [];

  constructor(column: number, project: (number: number) => Projection<Seen>) {
    this.column = column;
    this.#project = project;
  }

  relayout(layout: Layout): void {
    this.word = layout.wordOf[this.column] ?? 0;
    this.shift = layout.shiftOf[this.column] ?? 0;
    this.mask = layout.greatest[this.column] ?? 0;
  }

  /** How many values the part has so far. */
  get size(): number {
    return this.#seen.length;
  }

  /** The part's value in the row whose words begin at `at`. */
  value(words: Int32Array, at: number): number {
    const number = ((words[at + this.word] ?? 0) >>> this.shift) & this.mask;
    const known = number < this.valueOf.length ? (this.valueOf[number] ?? 0) : 0;
    return known === 0 ? this.#note(number) : known - 1;
  }

  /** What predicates see of a value: the same object every time. */
  seen(value: number): Seen {
    const seen = this.#seen[value];
    if (seen === undefined) throw new Error(`a part has no value ${value}`);
    return seen;
  }

  #note(number: number): number {
    const { key, show } = this.#project(number);
    const known = this.#values.get(key);
    const value = known ?? this.#seen.length;
    if (known === undefined) {
      this.#seen.push(show());
      this.#values.set(key, value);
    }
    if (number >= this.valueOf.length) {
      const larger = new Int32Array(number * 2);
      larger.set(this.valueOf);
      this.valueOf = larger;
    }
    this.valueOf[number] = value + 1;
    return value;
  }
}

/** The value of a part: a key that tells values apart, and what is shown of it. */
export interface Projection<Seen> {
  readonly key: string;
  readonly show: () => Seen;
}
