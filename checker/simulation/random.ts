/**
 * The random numbers of walks: xoshiro128** (Blackman and Vigna, Scrambled linear pseudorandom number
 * generators, 2018) on 32-bit integers, so that the same seed gives the same numbers on every machine.
 */

/** A stream of random numbers, set off anew for each walk. */
export class Random {
  #a = 1;
  #b = 2;
  #c = 3;
  #d = 4;

  /** Sets the four words of state; not all may be 0. */
  setState(a: number, b: number, c: number, d: number): void {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#d = d | 0;
  }

  /** Sets off the stream of one walk: a seed and a number, both whole and from 0 to 2^32 - 1. */
  seed(seed: number, stream: number): void {
    const first = mixed(seed + 0x9e3779b9);
    const second = mixed(stream ^ mixed(first + 0x85ebca6b));
    // The last word is odd, so that not all are 0.
    this.setState(
      mixed(first ^ second),
      mixed(second + 0xc2b2ae35),
      mixed(first + Math.imul(second, 0x27d4eb2f)),
      mixed(second ^ 0x165667b1) | 1,
    );
  }

  /** The next number, a whole one from 0 to 2^32 - 1. */
  next(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result >>> 0;
  }

  /** A whole number from 0 to `bound` - 1; each is as likely as the others to within bound / 2^32. */
  below(bound: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * bound);
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return this.next() / 0x1_0000_0000;
  }
}

/** Mixes 32 bits so that each depends on all of them: the finaliser of MurmurHash3. */
export function mixed(word: number): number {
  let bits = word | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
