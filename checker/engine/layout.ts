/**
 * A row of small numbers packed into 32-bit words, each column in as many bits as its numbers need so
 * far. No column straddles two words. The lowest bit of the first word is always set, so that no
 * packed row is 0 there and tables can tell a row from a gap.
 */

/** What stands in the first word of every row, below its columns. */
export const mark = 1;
const bitsInWord = 32;
/** Columns with fewer bits than this get room for more than twice their numbers. */
const generous = 18;
/** Columns with so many bits already are the ones that grow: they get what is free beyond that. */
const growing = 10;

/** Where each column of a packed row stands. */
export class Layout {
  readonly width: number;
  /** How many words a packed row has. */
  readonly words: number;
  readonly wordOf: Int32Array;
  readonly shiftOf: Int32Array;
  /** The columns that stand in each word. */
  readonly columnsOf: readonly Int32Array[];
  /** The greatest number that fits a column; also its mask once it is shifted down. */
  readonly greatest: Int32Array;

  /** `sizes` says how many numbers each column has so far; room to grow is given where it is free. */
  constructor(sizes: readonly number[]) {
    const bits = withRoom(sizes.map(bitsFor));
    this.width = sizes.length;
    const { words, wordOf, shiftOf } = packing(bits);
    this.words = words;
    this.wordOf = Int32Array.from(wordOf);
    this.shiftOf = Int32Array.from(shiftOf);
    this.greatest = Int32Array.from(bits, (count) => 2 ** count - 1);
    this.columnsOf = Array.from({ length: words }, (_, word) =>
      Int32Array.from(bits.flatMap((_bits, column) => (wordOf[column] === word ? [column] : []))),
    );
  }

  /** Whether every column has room for as many numbers. */
  fits(sizes: readonly number[]): boolean {
    return sizes.every((size, column) => size - 1 <= (this.greatest[column] ?? 0));
  }

  /** Packs a row of numbers that all fit. */
  pack(row: Int32Array, into: Int32Array, at: number): void {
    for (let word = 0; word < this.words; word++) into[at + word] = word === 0 ? mark : 0;
    for (let column = 0; column < this.width; column++) {
      const word = at + (this.wordOf[column] ?? 0);
      into[word] = (into[word] ?? 0) | ((row[column] ?? 0) << (this.shiftOf[column] ?? 0));
    }
  }

  /** A row of numbers that all fit, packed. */
  packed(row: Int32Array): Int32Array {
    const words = new Int32Array(this.words);
    this.pack(row, words, 0);
    return words;
  }

  /** Unpacks the row whose words begin at `at`. */
  unpack(words: Int32Array, at: number, into: Int32Array): void {
    for (let column = 0; column < this.width; column++) into[column] = this.read(words, at, column);
  }

  /** One column of the row whose words begin at `at`. */
  read(words: Int32Array, at: number, column: number): number {
    const word = words[at + (this.wordOf[column] ?? 0)] ?? 0;
    return (word >>> (this.shiftOf[column] ?? 0)) & (this.greatest[column] ?? 0);
  }
}

function bitsFor(size: number): number {
  return size <= 1 ? 0 : bitsInWord - Math.clz32(size - 1);
}

interface Packing {
  readonly words: number;
  readonly wordOf: readonly number[];
  readonly shiftOf: readonly number[];
}

/** First fit, widest column first. */
function packing(bits: readonly number[]): Packing {
  const wordOf = bits.map(() => 0);
  const shiftOf = bits.map(() => 0);
  const used = [1];
  const widestFirst = bits
    .map((_, column) => column)
    .toSorted((one, other) => (bits[other] ?? 0) - (bits[one] ?? 0) || one - other);
  for (const column of widestFirst) {
    const needed = bits[column] ?? 0;
    if (needed === 0) continue;
    const fitting = used.findIndex((taken) => taken + needed <= bitsInWord);
    const word = fitting === -1 ? used.push(0) - 1 : fitting;
    wordOf[column] = word;
    shiftOf[column] = used[word] ?? 0;
    used[word] = (used[word] ?? 0) + needed;
  }
  return { words: used.length, wordOf, shiftOf };
}

/** Gives columns that grow some bits more, as long as that takes no further word. */
function withRoom(bits: readonly number[]): readonly number[] {
  const { words } = packing(bits);
  let roomy = bits;
  for (let round = 0; round < 6; round++) {
    const [least, most] = [round < 3 ? 1 : growing, round === 0 ? bitsInWord - 1 : generous];
    for (let column = 0; column < bits.length; column++) {
      const count = roomy[column] ?? 0;
      if ((bits[column] ?? 0) < least || count >= most) continue;
      const wider = roomy.with(column, count + 1);
      if (packing(wider).words === words) roomy = wider;
    }
  }
  return roomy;
}
