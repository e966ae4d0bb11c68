/** The edges of a graph of rows, and those of a few rows as they are found: in any order of the rows. */

import { labelIn, siteIn } from './edge-kinds.ts';

const leastRoom = 16;
/** Edges are numbered by signed integers of 32 bits, here and wherever the graph is gone through. */
const mostEdges = 2 ** 31 - 1;

/** Edges in the order of their rows, and of each row in the order of actions. */
export class Edges {
  targets: Int32Array;
  labels: Uint16Array;
  sites: Uint16Array;
  /** Per row, the number of its first edge; one more says where the last row's end. */
  readonly first: Int32Array;
  count = 0;

  /** `capacity` is about how many there will be; more find room, too. */
  constructor(rows: number, capacity: number) {
    const length = Math.min(Math.max(capacity, leastRoom), mostEdges);
    this.first = new Int32Array(rows + 1);
    this.targets = new Int32Array(length);
    this.labels = new Uint16Array(length);
    this.sites = new Uint16Array(length);
  }

  get bytes(): number {
    const { first, targets, labels, sites } = this;
    return first.byteLength + targets.byteLength + labels.byteLength + sites.byteLength;
  }

  /**
   * Makes room for so many more.
   * @throws RangeError where no more memory can be had, or more edges than can be numbered.
   */
  makeRoom(more: number): void {
    const wanted = this.count + more;
    if (wanted > mostEdges) throw new RangeError('Array buffer allocation failed');
    let { length } = this.targets;
    if (wanted <= length) return;
    while (length < wanted) length = Math.min(length * 2, mostEdges);
    this.targets = copied(this.targets, new Int32Array(length));
    this.labels = copied(this.labels, new Uint16Array(length));
    this.sites = copied(this.sites, new Uint16Array(length));
  }
}

function copied<List extends Int32Array | Uint16Array>(from: List, to: List): List {
  to.set(from);
  return to;
}

/** Where the kernel has put edges: addresses of targets and of kinds. */
export interface Linked {
  readonly targets: number;
  readonly kinds: number;
  readonly count: number;
}

/** The edges of so many rows, one after the other, until all of these have theirs. */
export class EdgeDrafts {
  readonly #begin: Int32Array;
  readonly #size: Int32Array;
  #targets = new Int32Array(1 << 12);
  #kinds = new Int32Array(1 << 12);
  #count = 0;

  constructor(rows: number) {
    this.#begin = new Int32Array(rows);
    this.#size = new Int32Array(rows);
  }

  /** Takes edges of several rows over; which of them are whose is told by `give`. */
  take(ints: Int32Array, { targets, kinds, count }: Linked): number {
    const first = this.#count;
    this.#count += count;
    if (this.#count > this.#targets.length) {
      this.#targets = copied(this.#targets, new Int32Array(this.#count * 2));
      this.#kinds = copied(this.#kinds, new Int32Array(this.#count * 2));
    }
    this.#targets.set(ints.subarray(targets / 4, targets / 4 + count), first);
    this.#kinds.set(ints.subarray(kinds / 4, kinds / 4 + count), first);
    return first;
  }

  /** Gives a row so many of the edges that were taken over, from one on. */
  give(row: number, begin: number, size: number): void {
    this.#begin[row] = begin;
    this.#size[row] = size;
  }

  /** Appends the edges of the first `count` rows, the first of which is row `number`, and begins anew. */
  moveTo(edges: Edges, number: number, count: number): void {
    edges.makeRoom(this.#count);
    const { first, targets, labels, sites } = edges;
    const kinds = this.#kinds;
    let to = edges.count;
    for (let row = 0; row < count; row++) {
      let from = this.#begin[row] ?? 0;
      const end = from + (this.#size[row] ?? 0);
      for (; from < end; from++, to++) {
        const kind = kinds[from] ?? 0;
        targets[to] = this.#targets[from] ?? 0;
        labels[to] = labelIn(kind);
        sites[to] = siteIn(kind);
      }
      first[number + row + 1] = to;
    }
    edges.count = to;
    this.#count = 0;
  }
}
