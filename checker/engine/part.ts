/** What predicates read of a state, part by part. */

import type { Layout } from './layout.ts';
import { ListNumbers } from './list-numbers.ts';

/** Where the row of a state stands; which look it is tells one state from the next. */
export class RowSight {
  words: Int32Array = new Int32Array(0);
  at = 0;
  #looks = 0;

  look(words: Int32Array, at: number): void {
    this.words = words;
    this.at = at;
    this.#looks++;
  }

  get looks(): number {
    return this.#looks;
  }
}

/** The value of a part: a key that tells values apart, and what is shown of it. */
export interface Projection<Seen> {
  readonly key: string;
  readonly show: () => Seen;
}

/** Which column decides a part, and what of a number there: of a station, say, the host's state alone. */
export interface Deciding {
  readonly column: number;
  readonly of: (number: number) => number;
}

/** What the whole number of a column decides. */
export function undivided(column: number): Deciding {
  return { column, of: (number) => number };
}

/** A part that one column decides: its values are numbered, and each is shown as one object. */
export class Part<Seen> {
  readonly columns: readonly [number];
  readonly parts: readonly Part<unknown>[] = [this];
  readonly #of: (number: number) => number;
  readonly #project: (decided: number) => Projection<Seen>;
  /** By what decides it. */
  readonly #valueFor: (number | undefined)[] = [];
  readonly #values = new Map<string, number>();
  readonly #seen: Seen[] = [];
  #word = 0;
  #shift = 0;
  #mask = 0;
  /** Per number of the column, the part's value plus 1; 0 or beyond the end where it isn't known. */
  #valueOf = new Int32Array(64);

  constructor({ column, of }: Deciding, project: (decided: number) => Projection<Seen>) {
    this.columns = [column];
    this.#of = of;
    this.#project = project;
  }

  relayout(layout: Layout): void {
    const [column] = this.columns;
    this.#word = layout.wordOf[column] ?? 0;
    this.#shift = layout.shiftOf[column] ?? 0;
    this.#mask = layout.greatest[column] ?? 0;
  }

  /** How many values the part has so far. */
  get size(): number {
    return this.#seen.length;
  }

  /** The part's value in the state that is looked at. */
  value(sight: RowSight): number {
    return this.valueAt(((sight.words[sight.at + this.#word] ?? 0) >>> this.#shift) & this.#mask);
  }

  /** The part's value where its column has a number. */
  valueAt(number: number): number {
    const valueOf = this.#valueOf;
    const known = number < valueOf.length ? (valueOf[number] ?? 0) : 0;
    return known === 0 ? this.#note(number) : known - 1;
  }

  /** What predicates see of a value: the same object every time. */
  seen(value: number): Seen {
    const seen = this.#seen[value];
    if (seen === undefined) throw new Error(`a part has no value ${value}`);
    return seen;
  }

  #note(number: number): number {
    const decided = this.#of(number);
    const value = (this.#valueFor[decided] ??= this.#valued(decided));
    if (number >= this.#valueOf.length) {
      const larger = new Int32Array(number * 2);
      larger.set(this.#valueOf);
      this.#valueOf = larger;
    }
    this.#valueOf[number] = value + 1;
    return value;
  }

  #valued(decided: number): number {
    const { key, show } = this.#project(decided);
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    this.#values.set(key, this.#seen.length);
    return this.#seen.push(show()) - 1;
  }
}

const mostValues = 1 << 20;

/** Several lists as one part: their values are numbered together, and shown as one list. */
export class Whole<Seen> {
  readonly parts: readonly Part<readonly Seen[]>[];
  readonly #lists: ListNumbers;
  /** The values of the parts, by the number of the whole. */
  readonly #members: (readonly number[])[] = [];
  readonly #seen: (readonly Seen[] | undefined)[] = [];
  #lookedAt: RowSight | null = null;
  #looks = 0;
  /** What was found last: of each part its value, and the number of what goes up to there. */
  #last = -1;
  readonly #values: Int32Array;
  readonly #numbers: Int32Array;

  constructor(parts: readonly Part<readonly Seen[]>[]) {
    this.parts = parts;
    this.#lists = new ListNumbers(parts.length);
    this.#values = new Int32Array(parts.length);
    this.#numbers = new Int32Array(parts.length);
  }

  get size(): number {
    return this.#members.length;
  }

  /** Whether it has so many values that numbering them pays no more. */
  get isFull(): boolean {
    return this.#members.length >= mostValues;
  }

  relayout(): void {
    this.#lookedAt = null;
  }

  /** The whole's value in the state that is looked at. */
  value(sight: RowSight): number {
    if (this.#lookedAt === sight && this.#looks === sight.looks) return this.#last;
    const { parts } = this;
    const values = this.#values;
    const numbers = this.#numbers;
    let number = 0;
    // States that are looked at one after the other often begin alike.
    let isAlike = this.#last !== -1;
    // Where memory ends on the way, it isn't known what was found last.
    this.#lookedAt = null;
    this.#last = -1;
    for (let index = 0; index < parts.length; index++) {
      const value = parts[index]?.value(sight) ?? 0;
      if (isAlike && values[index] === value) {
        number = numbers[index] ?? 0;
        continue;
      }
      isAlike = false;
      number = this.#lists.number(index, number, value);
      values[index] = value;
      numbers[index] = number;
    }
    if (number >= this.#members.length) this.#members.push([...values]);
    this.#lookedAt = sight;
    this.#looks = sight.looks;
    this.#last = number;
    return number;
  }

  /** What predicates see of a value: the same list every time. */
  seen(value: number): readonly Seen[] {
    const known = this.#seen[value];
    if (known !== undefined) return known;
    const members = this.#members[value] ?? [];
    const seen = Object.freeze(this.parts.flatMap((part, index) => part.seen(members[index] ?? 0)));
    this.#seen[value] = seen;
    return seen;
  }
}
