/** A map from pairs of small numbers to numbers, for memos that the search asks very often. */

const absent = -1;
const mostDense = 1 << 14;

/**
 * A matrix while that is small, an open-addressed table after. Left, right and values are integers
 * from 0; amortised constant time.
 */
export class PairTable {
  #matrix: Int32Array | null = new Int32Array(64).fill(absent);
  /** Rows of the matrix, and the logarithm of its columns. */
  #rows = 8;
  #shift = 3;
  /** Left, right, value and a gap, per slot, so that a look-up touches one cache line. */
  #slots = new Int32Array(0);
  #mask = 0;
  #count = 0;

  /** The value of a pair, or -1. */
  get(left: number, right: number): number {
    const matrix = this.#matrix;
    if (matrix !== null) {
      if (left >= this.#rows || right >>> this.#shift !== 0) return absent;
      return matrix[(left << this.#shift) + right] ?? absent;
    }
    const slots = this.#slots;
    for (let slot = mixed(left, right) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const found = slots[slot * 4] ?? absent;
      if (found === absent) return absent;
      if (found === left && slots[slot * 4 + 1] === right) return slots[slot * 4 + 2] ?? absent;
    }
  }

  /** @throws RangeError where no more memory can be had; the table is as it was. */
  set(left: number, right: number, value: number): void {
    if (this.#matrix !== null && (left >= this.#rows || right >>> this.#shift !== 0)) {
      this.#enlarge(left, right);
    }
    if (this.#matrix !== null) {
      this.#matrix[(left << this.#shift) + right] = value;
      return;
    }
    if (this.#count * 2 >= this.#mask) this.#rehash((this.#mask + 1) * 2);
    this.#put(left, right, value);
  }

  #enlarge(left: number, right: number): void {
    const old = this.#matrix;
    if (old === null) return;
    const [oldRows, oldShift] = [this.#rows, this.#shift];
    let [rows, shift] = [oldRows, oldShift];
    while (left >= rows) rows *= 2;
    while (right >>> shift !== 0) shift++;
    if (rows * 2 ** shift <= mostDense) {
      const wider = new Int32Array(rows << shift).fill(absent);
      for (let row = 0; row < oldRows; row++) {
        wider.set(old.subarray(row << oldShift, (row + 1) << oldShift), row << shift);
      }
      this.#matrix = wider;
      this.#rows = rows;
      this.#shift = shift;
      return;
    }
    // There is room for all of them at once, so that none is lost on the way.
    this.#rehash(slotsFor(old));
    this.#matrix = null;
    old.forEach((value, at) => {
      if (value !== absent) this.set(at >>> oldShift, at & ((1 << oldShift) - 1), value);
    });
  }

  #rehash(size: number): void {
    const old = this.#slots;
    this.#slots = new Int32Array(size * 4).fill(absent);
    this.#mask = size - 1;
    this.#count = 0;
    for (let at = 0; at < old.length; at += 4) {
      const left = old[at] ?? absent;
      if (left !== absent) this.#put(left, old[at + 1] ?? 0, old[at + 2] ?? 0);
    }
  }

  #put(left: number, right: number, value: number): void {
    const slots = this.#slots;
    let slot = mixed(left, right) & this.#mask;
    while (slots[slot * 4] !== absent) {
      if (slots[slot * 4] === left && slots[slot * 4 + 1] === right) break;
      slot = (slot + 1) & this.#mask;
    }
    if (slots[slot * 4] === absent) this.#count++;
    slots[slot * 4] = left;
    slots[slot * 4 + 1] = right;
    slots[slot * 4 + 2] = value;
  }
}

/** How many slots hold the values of a matrix, at most half of them taken. */
function slotsFor(matrix: Int32Array): number {
  let taken = 0;
  for (const value of matrix) if (value !== absent) taken++;
  let slots = 1 << 10;
  while (slots < taken * 2) slots *= 2;
  return slots;
}

function mixed(left: number, right: number): number {
  const mix = Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b);
  return mix ^ (mix >>> 15);
}
