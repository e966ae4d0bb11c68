/**
 * Which combinations of parts questions were already answered for. A question has the same answer
 * wherever all parts that it ever read have the same values. Questions that read the same parts share
 * the numbering of their combinations.
 */

import type { PartsRead } from '../combinations.ts';
import type { Layout } from '../layout.ts';
import { ListNumbers } from '../list-numbers.ts';
import type { Part } from '../part.ts';

/** Questions from this one on share its bit. */
const sharedBit = 30;

/** With more combinations than this, remembering them costs more than asking. */
const mostCombinations = 1 << 21;

/** One column as far as some questions read it. */
class Aspect {
  readonly #column: number;
  readonly #parts: readonly Part<unknown>[];
  /** A class is the number of the parts' values. */
  readonly #classes: ListNumbers;
  /** Per number of the column, its class plus 1; 0 or beyond the end where it isn't known. */
  #classOf = new Int32Array(64);
  #word = 0;
  #shift = 0;
  #mask = 0;

  constructor(column: number, parts: readonly Part<unknown>[]) {
    this.#column = column;
    this.#parts = parts;
    this.#classes = new ListNumbers(parts.length);
  }

  relayout(layout: Layout): void {
    this.#word = layout.wordOf[this.#column] ?? 0;
    this.#shift = layout.shiftOf[this.#column] ?? 0;
    this.#mask = layout.greatest[this.#column] ?? 0;
  }

  classIn(words: Int32Array, at: number): number {
    const number = ((words[at + this.#word] ?? 0) >>> this.#shift) & this.#mask;
    const classOf = this.#classOf;
    const known = number < classOf.length ? (classOf[number] ?? 0) : 0;
    return known === 0 ? this.#classify(number) : known - 1;
  }

  #classify(number: number): number {
    let given = 0;
    this.#parts.forEach((part, place) => {
      given = this.#classes.number(place, given, part.valueAt(number));
    });
    if (number >= this.#classOf.length) {
      const larger = new Int32Array(number * 2);
      larger.set(this.#classOf);
      this.#classOf = larger;
    }
    this.#classOf[number] = given + 1;
    return given;
  }
}

/** Questions that read the same parts. */
class Group {
  /** The bits of the questions. */
  bits = 0;
  readonly #aspects: readonly Aspect[];
  readonly #combinations: ListNumbers;
  /** Of the combination found last: per aspect its class, and the number of what goes up to there. */
  readonly #classes: Int32Array;
  readonly #numbers: Int32Array;
  #last = -1;
  /** Per combination, the bits of the questions that were answered for it. */
  #answered = new Int32Array(64);

  constructor(aspects: readonly Aspect[]) {
    this.#aspects = aspects;
    this.#combinations = new ListNumbers(aspects.length);
    this.#classes = new Int32Array(aspects.length);
    this.#numbers = new Int32Array(aspects.length);
  }

  relayout(layout: Layout): void {
    for (const aspect of this.#aspects) aspect.relayout(layout);
  }

  /** The bits of the questions that were answered for the combination in a row. */
  answeredIn(words: Int32Array, at: number): number {
    const aspects = this.#aspects;
    const classes = this.#classes;
    const numbers = this.#numbers;
    let number = 0;
    // States that are looked at one after the other often begin alike.
    let isAlike = this.#last !== -1;
    for (let index = 0; index < aspects.length; index++) {
      const given = aspects[index]?.classIn(words, at) ?? 0;
      if (isAlike && classes[index] === given) {
        number = numbers[index] ?? 0;
        continue;
      }
      isAlike = false;
      number = this.#combinations.number(index, number, given);
      classes[index] = given;
      numbers[index] = number;
    }
    this.#last = number;
    return number < this.#answered.length ? (this.#answered[number] ?? 0) : 0;
  }

  /** Notes that questions were answered for the combination that was found last. */
  note(bits: number): void {
    const number = this.#last;
    if (number >= this.#answered.length) {
      const larger = new Int32Array(number * 2);
      larger.set(this.#answered);
      this.#answered = larger;
    }
    this.#answered[number] = (this.#answered[number] ?? 0) | bits;
  }

  /** Whether there are too many combinations to go on. */
  get isFull(): boolean {
    return this.#combinations.size > mostCombinations;
  }
}

/** What was answered, for all questions. */
export class Recall {
  #groups: Group[] = [];

  /** Forgets everything, and starts anew with what the questions have read by now. */
  reset(questions: PartsRead, layout: Layout): void {
    const groups: { readonly read: ReadonlySet<Part<unknown>>; readonly group: Group }[] = [];
    // Questions that share a bit can't be told apart: they are asked every time.
    questions.slice(0, sharedBit).forEach((read, question) => {
      const known = groups.find((one) => isSameSet(one.read, read));
      const group = known?.group ?? new Group(aspectsOf(read));
      group.bits |= bitOf(question);
      if (known === undefined) groups.push({ read: new Set(read), group });
    });
    this.#groups = groups.map(({ group }) => group);
    this.relayout(layout);
  }

  relayout(layout: Layout): void {
    for (const group of this.#groups) group.relayout(layout);
  }

  /** Of the questions in `bits`, those that were not answered for the combination in a row. */
  open(bits: number, words: Int32Array, at: number): number {
    let open = bits;
    for (const group of this.#groups) {
      if ((open & group.bits) !== 0) open &= ~(group.answeredIn(words, at) & group.bits);
    }
    return open;
  }

  /** Notes that the questions in `bits` were answered for the row that `open` was asked about last. */
  note(bits: number): void {
    for (const group of this.#groups) if ((bits & group.bits) !== 0) group.note(bits & group.bits);
    if (this.#groups.some(({ isFull }) => isFull)) {
      this.#groups = this.#groups.filter(({ isFull }) => !isFull);
    }
  }
}

function isSameSet(one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}

function aspectsOf(read: ReadonlySet<Part<unknown>>): readonly Aspect[] {
  const byColumn = Map.groupBy(read, ({ columns: [column] }) => column);
  return [...byColumn]
    .toSorted(([one], [other]) => one - other)
    .map(([column, parts]) => new Aspect(column, parts));
}

/** The bit that stands for a question. */
export function bitOf(question: number): number {
  return 1 << Math.min(question, sharedBit);
}
