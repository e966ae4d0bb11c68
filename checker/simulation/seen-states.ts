/**
 * How many distinct states there were: exactly while they are few, by estimate beyond. What threads
 * saw can be put together, and the answer doesn't depend on which of them saw what.
 */

/** Registers of the estimate (HyperLogLog, Flajolet et al. 2007); its standard error is 0.8 %. */
const registerBits = 14;
const registerCount = 1 << registerBits;
/** Up to so many states, as estimated, the answer is the exact one. */
const mostExact = 1 << 19;
/** A set keeps twice as many, so that a low estimate of what it holds is no reason to lose it. */
const mostKept = mostExact * 2;

/** How many distinct states there were. */
export interface StateCount {
  readonly count: number;
  /** Exact but for collisions of 63-bit fingerprints. */
  readonly isExact: boolean;
}

/** What was seen, as plain data that can cross from one thread to another. */
export interface SeenData {
  /** Two words a fingerprint; null where they became too many. */
  readonly kept: Int32Array | null;
  readonly registers: Uint8Array;
}

/** The fingerprints of all states seen. */
export class SeenStates {
  readonly #registers = new Uint8Array(registerCount);
  /** Pairs of words; a pair whose first word is 0 is free. Null once there were too many. */
  #table: Int32Array | null = new Int32Array(1 << 11);
  #count = 0;

  /** Adds a fingerprint; its lowest bit counts for nothing, so that no pair looks like a free one. */
  add(low: number, high: number): void {
    const register = high >>> (32 - registerBits);
    const rank = Math.clz32(low | 1) + 1;
    if (rank > (this.#registers[register] ?? 0)) this.#registers[register] = rank;
    if (this.#table !== null) this.#keep(this.#table, low | 1, high);
  }

  /** Adds all that another one saw. */
  merge({ kept, registers }: SeenData): void {
    for (let at = 0; at < registerCount; at++) {
      const other = registers[at] ?? 0;
      if (other > (this.#registers[at] ?? 0)) this.#registers[at] = other;
    }
    if (kept === null) this.#table = null;
    for (let at = 0; at < (kept?.length ?? 0) && this.#table !== null; at += 2) {
      this.#keep(this.#table, kept?.[at] ?? 0, kept?.[at + 1] ?? 0);
    }
  }

  get data(): SeenData {
    const table = this.#table;
    const registers = this.#registers;
    if (table === null) return { kept: null, registers };
    const kept = new Int32Array(this.#count * 2);
    let to = 0;
    for (let at = 0; at < table.length; at += 2) {
      if (table[at] === 0) continue;
      kept[to++] = table[at] ?? 0;
      kept[to++] = table[at + 1] ?? 0;
    }
    return { kept, registers };
  }

  /** Whether the exact count is told is decided by the estimate, which is the same however merged. */
  get total(): StateCount {
    const estimate = this.#estimate();
    if (estimate > mostExact || this.#table === null) return { count: estimate, isExact: false };
    return { count: this.#count, isExact: true };
  }

  #keep(table: Int32Array, low: number, high: number): void {
    const mask = table.length - 1;
    let at = (Math.imul(low ^ (high >>> 7), 0x9e3779b1) >>> 4) & mask & ~1;
    while (table[at] !== 0) {
      if (table[at] === low && table[at + 1] === high) return;
      at = (at + 2) & mask;
    }
    table[at] = low;
    table[at + 1] = high;
    this.#count++;
    if (this.#count > mostKept) this.#table = null;
    else if (this.#count * 4 > table.length) this.#enlarge(table);
  }

  #enlarge(table: Int32Array): void {
    const larger = new Int32Array(table.length * 2);
    this.#count = 0;
    for (let at = 0; at < table.length; at += 2) {
      if (table[at] !== 0) this.#keep(larger, table[at] ?? 0, table[at + 1] ?? 0);
    }
    this.#table = larger;
  }

  #estimate(): number {
    let sum = 0;
    let empty = 0;
    for (const rank of this.#registers) {
      sum += 2 ** -rank;
      if (rank === 0) empty++;
    }
    const raw = ((0.7213 / (1 + 1.079 / registerCount)) * registerCount ** 2) / sum;
    // Few states leave registers empty, and counting these is the better estimate.
    const isFew = raw <= 2.5 * registerCount && empty > 0;
    return Math.round(isFew ? registerCount * Math.log(registerCount / empty) : raw);
  }
}
