/**
 * What still lies ahead of the rows of one level, on shortest runs to some goal: the fewest faults,
 * and with these the fewest changes of host. How many changes there are depends on the host of the
 * action before. But going over to another host costs exactly one change, so it is enough to know the
 * fewest, and after which hosts these are all: after any other there is one more.
 */

const bitsInWord = 32;
const firstCapacity = 64;
const nothing = 2 ** 31 - 1;

/** The rows of a level from which a goal is reached in time. The one at `count` is a draft. */
export class Prospects {
  count = 0;
  /** Their numbers in the store. */
  rows = new Int32Array(firstCapacity);
  #faults = new Int32Array(firstCapacity);
  #changes = new Int32Array(firstCapacity);
  /** A bit for each host after whose actions there are no more changes than that. */
  #hosts: Int32Array;
  readonly #hostWords: number;
  readonly #hostCount: number;

  constructor(hosts: number) {
    this.#hostCount = hosts;
    this.#hostWords = Math.ceil(hosts / bitsInWord);
    this.#hosts = new Int32Array(firstCapacity * this.#hostWords);
  }

  /** The fewest faults ahead of the row at a place. */
  faults(at: number): number {
    return this.#faults[at] ?? 0;
  }

  /** The fewest changes of host ahead of it, if the last action was at `host`; -1 for at none. */
  changes(at: number, host: number): number {
    return (this.#changes[at] ?? 0) + (host < 0 || this.#isFree(at, host) ? 0 : 1);
  }

  /** Begins a draft, with nothing ahead of it so far. */
  draft(): void {
    if (this.count === this.rows.length) this.#enlarge();
    this.#faults[this.count] = nothing;
  }

  /** The draft is itself the goal. */
  arrive(): void {
    this.#offer(0, 0);
    this.#freeAll();
  }

  /** The draft reaches the goal by a last step; `fault` is 1 for a fault, `host` -1 for at none. */
  finish(fault: number, host: number): void {
    if (!this.#offer(fault, 0)) return;
    if (host < 0) this.#freeAll();
    else this.#free(host);
  }

  /**
   * A step leads from the draft to a row of the next level, which stands there at a place; `hostIn`
   * says which host of that row is a host of the draft, if that isn't the same one.
   */
  advance(
    { fault, host }: { readonly fault: number; readonly host: number },
    next: Prospects,
    at: number,
    hostIn: (host: number) => number = itself,
  ): void {
    if (!this.#offer(fault + next.faults(at), next.changes(at, hostIn(host)))) return;
    if (host >= 0) {
      this.#free(host);
      return;
    }
    for (let of = 0; of < this.#hostCount; of++) {
      if (next.#isFree(at, hostIn(of))) this.#free(of);
    }
  }

  /** Keeps the draft, under the number of its row, if the goal is reached from it. */
  keep(row: number): void {
    if (this.#faults[this.count] === nothing) return;
    this.rows[this.count] = row;
    this.count++;
  }

  /** Whether nothing better is known of the draft; what is worse is forgotten. */
  #offer(faults: number, changes: number): boolean {
    const at = this.count;
    const fewestFaults = this.#faults[at] ?? 0;
    const fewestChanges = this.#changes[at] ?? 0;
    if (faults > fewestFaults || (faults === fewestFaults && changes > fewestChanges)) return false;
    if (faults < fewestFaults || changes < fewestChanges) {
      this.#faults[at] = faults;
      this.#changes[at] = changes;
      this.#hosts.fill(0, at * this.#hostWords, (at + 1) * this.#hostWords);
    }
    return true;
  }

  #isFree(at: number, host: number): boolean {
    const word = this.#hosts[at * this.#hostWords + (host >>> 5)] ?? 0;
    return ((word >>> (host & 31)) & 1) === 1;
  }

  #free(host: number): void {
    const word = this.count * this.#hostWords + (host >>> 5);
    this.#hosts[word] = (this.#hosts[word] ?? 0) | (1 << (host & 31));
  }

  #freeAll(): void {
    this.#hosts.fill(-1, this.count * this.#hostWords, (this.count + 1) * this.#hostWords);
  }

  #enlarge(): void {
    const length = this.rows.length * 2;
    this.rows = enlarged(this.rows, length);
    this.#faults = enlarged(this.#faults, length);
    this.#changes = enlarged(this.#changes, length);
    this.#hosts = enlarged(this.#hosts, length * this.#hostWords);
  }
}

function itself(host: number): number {
  return host;
}

function enlarged(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
