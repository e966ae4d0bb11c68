/**
 * Which questions a change of one column can matter to. A question that was answered for one state
 * has the same answer for another that agrees in every part that the question ever read.
 */

import { Interner } from './interner.ts';
import { PairTable } from './pair-table.ts';
import type { Part } from './part.ts';

/** Questions from this one on share its bit. */
export const sharedBit = 30;

/** The parts that each question ever read. */
export type PartsRead = readonly ReadonlySet<Part<unknown>>[];

interface Column {
  /** Per number of the column plus 1, the class of numbers that no question tells apart. */
  classOf: Int32Array;
  readonly classes: Interner<readonly string[]>;
  readonly affected: PairTable;
}

/** Compares numbers of columns as far as questions can tell. */
export class Differences {
  #questions: PartsRead = [];
  #columns: Column[] = [];

  /** Starts anew, with what the questions have read by now. */
  reset(width: number, questions: PartsRead): void {
    this.#questions = questions;
    this.#columns = Array.from({ length: width }, () => ({
      classOf: new Int32Array(64),
      classes: new Interner(),
      affected: new PairTable(),
    }));
  }

  /** A bit for each question that may notice it when a column goes from one number to another. */
  affected(column: number, before: number, after: number): number {
    const of = this.#columns[column];
    if (of === undefined) return 0;
    const { classOf } = of;
    const one = (before < classOf.length ? classOf[before] : 0) || this.#classify(column, before);
    const other = (after < classOf.length ? classOf[after] : 0) || this.#classify(column, after);
    if (one === other) return 0;
    const known = of.affected.get(one, other);
    return known === -1 ? this.#compare(of, one, other) : known;
  }

  #classify(column: number, number: number): number {
    const of = this.#columns[column];
    if (of === undefined) return 0;
    const read = this.#questions.map((parts) => valuesIn(parts, column, number));
    const given = of.classes.number(read.join('|'), () => read) + 1;
    if (number >= of.classOf.length) {
      const larger = new Int32Array(number * 2);
      larger.set(of.classOf);
      of.classOf = larger;
    }
    of.classOf[number] = given;
    return given;
  }

  #compare({ classes, affected }: Column, one: number, other: number): number {
    const [left, right] = [classes.item(one - 1), classes.item(other - 1)];
    let bits = 0;
    left.forEach((read, question) => {
      if (read !== right[question]) bits |= bitOf(question);
    });
    affected.set(one, other, bits);
    return bits;
  }
}

/** The bit that stands for a question. */
export function bitOf(question: number): number {
  return 1 << Math.min(question, sharedBit);
}

function valuesIn(parts: ReadonlySet<Part<unknown>>, column: number, number: number): string {
  return [...parts]
    .filter(({ columns }) => columns[0] === column)
    .map((part) => part.valueAt(number))
    .join();
}
