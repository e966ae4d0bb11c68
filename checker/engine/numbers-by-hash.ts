/**
 * The table under every store that numbers what it holds in order of first appearance: it knows numbers and
 * hashes alone, and the store tells whether what has a number is what is looked for.
 */

const firstSlots = 1 << 6;

/** 32 bits of the `length` integers that begin at `at`. */
export function hashOf(integers: Int32Array, at: number, length: number): number {
  let hash = length;
  for (let index = 0; index < length; index++) {
    hash = Math.imul(hash ^ (integers[at + index] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 16);
}

/**
 * Numbers counted up from 0, each under a hash of 32 bits: open addressing, so that a look-up touches one
 * place as a rule. Different things may have the same hash, so there may be several numbers to try:
 * `for (let one = table.first(hash); one !== -1; one = table.next(hash))`.
 */
export class NumbersByHash {
  /** A number plus 1, and its hash beside it; 0 is a gap. */
  #slots: Int32Array;
  #mask: number;
  #count = 0;
  /** The slot that a look-up has come to. */
  #slot = 0;

  /** There is room for so many numbers at once; with more it grows. */
  constructor(expected = 0) {
    let slots = firstSlots;
    while (isFull(expected, slots)) slots *= 2;
    this.#slots = new Int32Array(slots * 2);
    this.#mask = slots - 1;
  }

  /** How many numbers there are. */
  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** Begins a look-up: a number with this hash, or -1. */
  first(hash: number): number {
    return this.#numberFrom(hash & this.#mask, hash);
  }

  /** Goes on with the look-up that was begun last: another number with the hash, or -1. */
  next(hash: number): number {
    return this.#numberFrom((this.#slot + 1) & this.#mask, hash);
  }

  /** Adds the next number, and answers it. Amortised constant time. */
  add(hash: number): number {
    this.makeRoom();
    const number = this.#count++;
    this.#put(number + 1, hash);
    return number;
  }

  /**
   * Makes room for one more number: adding it can't fail then.
   * @throws RangeError where no more memory can be had; the table is as it was.
   */
  makeRoom(): void {
    if (isFull(this.#count + 1, this.#mask + 1)) this.#enlarge();
  }

  #numberFrom(start: number, hash: number): number {
    const slots = this.#slots;
    for (let slot = start; ; slot = (slot + 1) & this.#mask) {
      const entry = slots[slot * 2] ?? 0;
      if (entry !== 0 && slots[slot * 2 + 1] !== hash) continue;
      this.#slot = slot;
      return entry - 1;
    }
  }

  #put(entry: number, hash: number): void {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    while (slots[slot * 2] !== 0) slot = (slot + 1) & this.#mask;
    slots[slot * 2] = entry;
    slots[slot * 2 + 1] = hash;
  }

  #enlarge(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let at = 0; at < old.length; at += 2) {
      const entry = old[at] ?? 0;
      if (entry !== 0) this.#put(entry, old[at + 1] ?? 0);
    }
  }
}

/** Look-ups in vain end at a gap, so a third of the slots stays free. */
function isFull(count: number, slots: number): boolean {
  return count * 3 > slots * 2;
}
