/**
 * A state as a row of small numbers, one a column, packed into 32-bit words by as many bits as each
 * column needs so far. No column straddles two words.
 */

/** Where a column stands in a packed row. */
export class Layout {
  readonly width: number;
  readonly words: number;
  readonly wordOf: Int32Array;
  readonly shiftOf: Int32Array;
  /** The greatest number that fits a column; also its mask, shifted down. */
  readonly greatest: Int32Array;

  /** `bits[c]` is how many bits column `c` gets, 1 to 31. Columns are packed in order of size. */
  constructor(bits: readonly number[]) {
    this.width = bits.length;
    this.wordOf = new Int32Array(bits.length);
    this.shiftOf = new Int32Array(bits.length);
    this.greatest = Int32Array.from(bits, (count) => 2 ** count - 1);
    const free: number[] = [];
    const bySize = bits
      .map((_, column) => column)
      .toSorted((a, b) => (bits[b] ?? 0) - (bits[a] ?? 0));
    for (const column of bySize) {
      const needed = bits[column] ?? 1;
      let word = free.findIndex((left) => left >= needed);
      if (word === -1) word = free.push(32) - 1;
      const left = free[word] ?? 32;
      this.wordOf[column] = word;
      this.shiftOf[column] = 32 - left;
      free[word] = left - needed;
    }
    this.words = Math.max(1, free.length);
  }

  /** How many bits each column has. */
  bits(): number[] {
    return Array.from(this.greatest, (greatest) => 32 - Math.clz32(greatest));
  }

  /** Packs a row of numbers that all fit. */
  pack(row: Int32Array, into: Int32Array): void {
    into.fill(0);
    for (let column = 0; column < this.width; column++) {
      const word = this.wordOf[column] ?? 0;
      into[word] = (into[word] ?? 0) | ((row[column] ?? 0) << (this.shiftOf[column] ?? 0));
    }
  }

  /** Unpacks the row whose words begin at `offset`. */
  unpack(words: Int32Array, offset: number, into: Int32Array): void {
    for (let column = 0; column < this.width; column++) {
      const word = words[offset + (this.wordOf[column] ?? 0)] ?? 0;
      into[column] = (word >>> (this.shiftOf[column] ?? 0)) & (this.greatest[column] ?? 0);
    }
  }
}
