/** A map from pairs of small numbers to numbers, for memos that the search asks millions of times. */

const denseLimit = 1 << 22;
const empty = -1;

/**
 * Open-addressed once the pairs are many, a plain matrix while they are few. Keys are at least 0,
 * values too; `get` answers -1 where nothing was put.
 */
export class PairTable {
  #dense: Int32Array | null = new Int32Array(64).fill(empty);
  #rows = 8;
  #shift = 3;
  #keys = new Int32Array(0);
  #values = new Int32Array(0);
  #mask = 0;
  #count = 0;

  /** The value of a pair, or -1. Amortised constant time. */
  get(left: number, right: number): number {
    const dense = this.#dense;
    if (dense !== null) {
      if (left >= this.#rows || right >= 1 << this.#shift) return empty;
      return dense[(left << this.#shift) | right] ?? empty;
    }
    const keys = this.#keys;
    const mask = this.#mask;
    let slot = mix(left, right) & mask;
    for (;;) {
      const key = keys[slot << 1] ?? empty;
      if (key === empty) return empty;
      if (key === left && keys[(slot << 1) | 1] === right) return this.#values[slot] ?? empty;
      slot = (slot + 1) & mask;
    }
  }

  /** Sets the value of a pair. */
  set(left: number, right: number, value: number): void {
    if (this.#dense !== null && !this.#fits(left, right)) this.#grow(left, right);
    const dense = this.#dense;
    if (dense !== null) {
      dense[(left << this.#shift) | right] = value;
      return;
    }
    if ((this.#count + 1) * 2 > this.#mask) this.#rehash((this.#mask + 1) * 2);
    this.#insert(left, right, value);
  }

  #fits(left: number, right: number): boolean {
    return left < this.#rows && right < 1 << this.#shift;
  }

  #grow(left: number, right: number): void {
    let rows = this.#rows;
    let shift = this.#shift;
    while (left >= rows) rows *= 2;
    while (right >= 1 << shift) shift += 1;
    const old = this.#dense;
    if (old === null) return;
    const oldShift = this.#shift;
    if (rows * 2 ** shift > denseLimit) {
      this.#dense = null;
      this.#rehash(1 << 12);
      old.forEach((value, index) => {
        if (value === empty) return;
        this.set(index >> oldShift, index & ((1 << oldShift) - 1), value);
      });
      return;
    }
    const wider = new Int32Array(rows << shift).fill(empty);
    for (let row = 0; row < this.#rows; row++) {
      wider.set(old.subarray(row << oldShift, (row + 1) << oldShift), row << shift);
    }
    this.#dense = wider;
    this.#rows = rows;
    this.#shift = shift;
  }

  #rehash(size: number): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Int32Array(size * 2).fill(empty);
    this.#values = new Int32Array(size);
    this.#mask = size - 1;
    this.#count = 0;
    for (let slot = 0; slot < values.length; slot++) {
      const left = keys[slot << 1] ?? empty;
      if (left !== empty) this.#insert(left, keys[(slot << 1) | 1] ?? 0, values[slot] ?? 0);
    }
  }

  #insert(left: number, right: number, value: number): void {
    let slot = mix(left, right) & this.#mask;
    for (;;) {
      const key = this.#keys[slot << 1] ?? empty;
      if (key === empty) break;
      if (key === left && this.#keys[(slot << 1) | 1] === right) {
        this.#values[slot] = value;
        return;
      }
      slot = (slot + 1) & this.#mask;
    }
    this.#keys[slot << 1] = left;
    this.#keys[(slot << 1) | 1] = right;
    this.#values[slot] = value;
    this.#count += 1;
  }
}

function mix(left: number, right: number): number {
  let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
