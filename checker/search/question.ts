/**
 * A predicate asked of many rows and answered once for each distinct combination of what it reads.
 * The memo is a decision tree: a vertex names the column to read next, an edge is its value, a leaf
 * the answer. Sound because a predicate is a function of what it reads: equal values read so far mean
 * that it reads the same column next. Where the tree hardly ever knows the answer it is let go.
 */

import { PairTable } from './pair-table.ts';

const trialLookups = 20_000;
const noAnswer = 0;
const yes = -1;
const no = -2;

/** One predicate with its memo. */
export class Question {
  readonly #ask: (read: (column: number) => void) => boolean;
  /** The column that each vertex reads. */
  readonly #columns: number[] = [-1];
  readonly #edges = new PairTable();
  /** The leaves, as edges with a negative end, are kept as 0 for yes and 1 for no. */
  readonly #leaves = new PairTable();
  #lookups = 0;
  #misses = 0;
  #remembers = true;
  readonly #path: number[] = [];

  /** `ask` evaluates the predicate, telling `read` every column that it looks at. */
  constructor(ask: (read: (column: number) => void) => boolean) {
    this.#ask = ask;
  }

  /** The predicate's answer for a row of values. */
  answer(row: Int32Array): boolean {
    if (!this.#remembers) return this.#ask(ignore);
    const known = this.#lookUp(row);
    if (known !== noAnswer) return known === yes;
    return this.#learn(row);
  }

  #lookUp(row: Int32Array): number {
    this.#lookups++;
    const columns = this.#columns;
    let vertex = 0;
    for (;;) {
      const column = columns[vertex] ?? -1;
      if (column < 0) return noAnswer;
      const value = row[column] ?? 0;
      const next = this.#edges.get(vertex, value);
      if (next === -1) {
        const leaf = this.#leaves.get(vertex, value);
        return leaf === -1 ? noAnswer : leaf === 0 ? yes : no;
      }
      vertex = next;
    }
  }

  #learn(row: Int32Array): boolean {
    this.#misses++;
    if (this.#lookups > trialLookups && this.#misses * 2 > this.#lookups) this.#remembers = false;
    const path = this.#path;
    path.length = 0;
    const answer = this.#ask((column) => {
      if (!path.includes(column)) path.push(column);
    });
    this.#remember(row, answer);
    return answer;
  }

  #remember(row: Int32Array, answer: boolean): void {
    const path = this.#path;
    // A predicate that reads nothing is read as one that reads the first column.
    if (path.length === 0) path.push(0);
    let vertex = 0;
    path.forEach((column, index) => {
      this.#columns[vertex] = column;
      const value = row[column] ?? 0;
      if (index === path.length - 1) {
        this.#leaves.set(vertex, value, answer ? 0 : 1);
        return;
      }
      let next = this.#edges.get(vertex, value);
      if (next === -1) {
        next = this.#columns.push(-1) - 1;
        this.#edges.set(vertex, value, next);
      }
      vertex = next;
    });
  }
}

function ignore(): void {
  // Nothing is remembered of what is read.
}
