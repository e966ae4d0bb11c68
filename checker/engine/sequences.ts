/** Lists of small numbers, each kept once, by numbers counted up from 0. */

const firstSlots = 1 << 6;

/** Finds a list by what it holds; lists given to it must not be changed any more. */
export class Sequences {
  readonly #lists: (readonly number[])[] = [];
  readonly #hashes: number[] = [];
  /** Numbers of lists plus 1, by hash; 0 is free. At most half of them are used. */
  #slots = new Int32Array(firstSlots);

  /** How many lists there are so far. */
  get size(): number {
    return this.#lists.length;
  }

  /** @throws Error for a number that was never given. */
  item(number: number): readonly number[] {
    const list = this.#lists[number];
    if (list === undefined) throw new Error(`nothing has the number ${number}`);
    return list;
  }

  /** The number of a list. */
  number(list: readonly number[]): number {
    const hash = hashOf(list);
    let slot = this.#slotFor(hash);
    for (;;) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number === -1) break;
      if (this.#hashes[number] === hash && isSame(this.#lists[number], list)) return number;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    this.#slots[slot] = this.#lists.push(list);
    this.#hashes.push(hash);
    if (this.#lists.length * 2 > this.#slots.length) this.#enlarge();
    return this.#lists.length - 1;
  }

  #slotFor(hash: number): number {
    return hash & (this.#slots.length - 1);
  }

  #enlarge(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#lists.length; number++) {
      let slot = this.#slotFor(this.#hashes[number] ?? 0);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = number + 1;
    }
  }
}

function hashOf(list: readonly number[]): number {
  let hash = list.length;
  for (let at = 0; at < list.length; at++) {
    hash = Math.imul(hash ^ (list[at] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  // Small enough to be kept without a box.
  return hash & 0x3fffffff;
}

function isSame(one: readonly number[] | undefined, other: readonly number[]): boolean {
  if (one?.length !== other.length) return false;
  for (let at = 0; at < other.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
