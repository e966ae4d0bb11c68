/** What predicates read of a state, part by part, each part a projection of one column of the row. */

/** A part of states: its values are numbered, and each is shown as one object. */
export class Part<Seen> {
  /** The column of the row that decides the part. */
  readonly column: number;
  readonly #project: (number: number) => Projection<Seen>;
  readonly #values = new Map<string, number>();
  readonly #seen: Seen[] = [];
  #valueOf = new Int32Array(0);

  constructor(column: number, project: (number: number) => Projection<Seen>) {
    this.column = column;
    this.#project = project;
  }

  /** How many values the part has so far. */
  get size(): number {
    return this.#seen.length;
  }

  /** The part's value where the column has a number. */
  value(number: number): number {
    const known = number < this.#valueOf.length ? (this.#valueOf[number] ?? 0) : 0;
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
    if (number >= this.#valueOf.length) {
      const larger = new Int32Array(Math.max(64, number * 2));
      larger.set(this.#valueOf);
      this.#valueOf = larger;
    }
    this.#valueOf[number] = value + 1;
    return value;
  }
}

/** The value of a part: a key that tells values apart, and what is shown of it. */
export interface Projection<Seen> {
  readonly key: string;
  readonly show: () => Seen;
}
