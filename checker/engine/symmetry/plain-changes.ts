/** All orders of some things, each a single exchange of neighbours away from the one before. */

/**
 * A walk through all orders (plain changes, as bell ringers know them: Knuth 7.2.1.2, algorithm P): the last
 * thing moves through the others from end to end, these make one exchange, it moves back, and so on.
 */
export class PlainChanges {
  readonly #size: number;
  /** Of each thing, how far it has moved through those before it, and which way it goes next. */
  readonly #moved: Int32Array;
  readonly #ways: Int32Array;

  constructor(size: number) {
    this.#size = size;
    this.#moved = new Int32Array(size);
    this.#ways = new Int32Array(size).fill(1);
  }

  /**
   * The place of the thing that changes places with the next one; -1 once all orders were seen. From where it
   * stands by then the walk leads through all of them once more. Amortised constant time.
   */
  next(): number {
    const moved = this.#moved;
    const ways = this.#ways;
    let inFront = 0;
    for (let thing = this.#size - 1; thing > 0; thing--) {
      const from = moved[thing] ?? 0;
      const to = from + (ways[thing] ?? 0);
      if (to >= 0 && to <= thing) {
        moved[thing] = to;
        return thing - Math.max(from, to) + inFront;
      }
      // A thing that has moved through to the front stands before the others, which begin one place further on.
      if (to > thing) inFront++;
      ways[thing] = -(ways[thing] ?? 0);
    }
    moved.fill(0);
    ways.fill(1);
    return -1;
  }
}
