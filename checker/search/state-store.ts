/**
 * All states found so far: packed rows in the order of discovery, which is also the queue; the
 * visited set over them, exact; and how each was first reached.
 */

import { Layout } from './layout.ts';

const firstCapacity = 1 << 12;

/** Rows, visited set and parents. Numbers of states count up from 0 in the order of discovery. */
export class StateStore {
  layout: Layout;
  count = 0;
  /** The packed rows, `layout.words` words each. */
  rows: Int32Array;
  /** The state from which each was first reached, and by which action; -1 for an initial state. */
  parents = new Int32Array(firstCapacity);
  actions = new Int32Array(firstCapacity);
  /** Per slot a tag and a state's number plus 1; 0 is free. */
  #table = new Int32Array(firstCapacity * 4);
  #mask = firstCapacity * 2 - 1;

  constructor(layout: Layout) {
    this.layout = layout;
    this.rows = new Int32Array(firstCapacity * layout.words);
  }

  /** How many bytes the store holds. */
  bytes(): number {
    const { rows, parents, actions } = this;
    return rows.byteLength + parents.byteLength + actions.byteLength + this.#table.byteLength;
  }

  /** Gives back what was allocated ahead of need. */
  trim(): void {
    this.rows = this.rows.slice(0, this.count * this.layout.words);
    this.parents = this.parents.slice(0, this.count);
    this.actions = this.actions.slice(0, this.count);
  }

  /**
   * Adds a state unless it is known: answers its new number, or -1. Amortised constant time.
   * @throws RangeError where no more memory can be had.
   */
  add(words: Int32Array, parent: number, action: number): number {
    const size = this.layout.words;
    const table = this.#table;
    const mask = this.#mask;
    const rows = this.rows;
    const hash = hashOf(words, 0, size);
    let slot = hash & mask;
    for (;;) {
      const entry = table[(slot << 1) | 1] ?? 0;
      if (entry === 0) break;
      if (table[slot << 1] === hash) {
        let at = (entry - 1) * size;
        let word = 0;
        while (word < size && rows[at] === words[word]) {
          at++;
          word++;
        }
        if (word === size) return -1;
      }
      slot = (slot + 1) & mask;
    }
    const number = this.count;
    table[slot << 1] = hash;
    table[(slot << 1) | 1] = number + 1;
    this.#append(words, parent, action);
    return number;
  }

  #append(words: Int32Array, parent: number, action: number): void {
    const number = this.count;
    const size = this.layout.words;
    if (number === this.parents.length) this.#grow();
    for (let word = 0, at = number * size; word < size; word++, at++) {
      this.rows[at] = words[word] ?? 0;
    }
    this.parents[number] = parent;
    this.actions[number] = action;
    this.count = number + 1;
    if (this.count * 5 > (this.#mask + 1) * 3) this.#rehash((this.#mask + 1) * 2);
  }

  #grow(): void {
    const capacity = this.parents.length * 2;
    this.rows = grown(this.rows, capacity * this.layout.words);
    this.parents = grown(this.parents, capacity);
    this.actions = grown(this.actions, capacity);
  }

  #rehash(slots: number): void {
    const size = this.layout.words;
    const mask = slots - 1;
    const table = new Int32Array(slots * 2);
    for (let number = 0; number < this.count; number++) {
      const hash = hashOf(this.rows, number * size, size);
      let slot = hash & mask;
      while (table[(slot << 1) | 1] !== 0) slot = (slot + 1) & mask;
      table[slot << 1] = hash;
      table[(slot << 1) | 1] = number + 1;
    }
    this.#table = table;
    this.#mask = mask;
  }

  /** Gives a column room for a number that doesn't fit: every row is packed anew. */
  widen(column: number, number: number): void {
    const old = this.layout;
    const bits = old.bits();
    bits[column] = Math.min(31, 33 - Math.clz32(number));
    const layout = new Layout(bits);
    const rows = new Int32Array(this.parents.length * layout.words);
    const row = new Int32Array(layout.width);
    const words = new Int32Array(layout.words);
    for (let state = 0; state < this.count; state++) {
      old.unpack(this.rows, state * old.words, row);
      layout.pack(row, words);
      rows.set(words, state * layout.words);
    }
    this.layout = layout;
    this.rows = rows;
    this.#rehash(this.#mask + 1);
  }
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(array);
  return wider;
}

/** Mixes the words of a row into 32 bits. */
function hashOf(words: Int32Array, offset: number, size: number): number {
  let hash = 0;
  for (let word = 0; word < size; word++) {
    hash = Math.imul(hash ^ (words[offset + word] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return hash ^ (hash >>> 16);
}
