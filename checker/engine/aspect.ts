/** One column of a row by classes: numbers of it for which some questions can't have different answers. */

import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { Layout } from './layout.ts';
import { ListNumbers } from './list-numbers.ts';
import type { Part } from './part.ts';

const firstClasses = 64;

/** One column as far as the questions of a group read it. */
export class Aspect {
  readonly column: number;
  /** Bits of its classes in a combination's number. */
  bits = 2;
  readonly #parts: readonly Part<unknown>[];
  /** A class is the number of the parts' values. */
  readonly #classes: ListNumbers;
  readonly #memory: LinearMemory;
  #address: number;
  #capacity = firstClasses;
  /** All numbers below this one have their class. */
  #classified = 0;

  constructor(column: number, parts: readonly Part<unknown>[], memory: LinearMemory) {
    this.column = column;
    this.#parts = parts;
    this.#classes = new ListNumbers(parts.length);
    this.#memory = memory;
    this.#address = memory.reserve(firstClasses * 4);
  }

  /** Gives a number of the column its class; answers whether the kernel must be told where it stands. */
  classify(number: number): boolean {
    const isBeyond = number >= this.#capacity;
    if (isBeyond) this.#enlarge(number + 1);
    const { ints } = this.#memory;
    const at = (this.#address >> 2) + number;
    if (ints[at] === 0) ints[at] = this.#classOf(number) + 1;
    return isBeyond;
  }

  /** Gives every number of the column below this one its class; answers whether one had none yet. */
  classifyBelow(size: number): boolean {
    const isAnyNew = this.#classified < size;
    for (; this.#classified < size; this.#classified++) this.classify(this.#classified);
    return isAnyNew;
  }

  #classOf(number: number): number {
    let before = 0;
    this.#parts.forEach((part, index) => {
      before = this.#classes.number(index, before, part.valueAt(number));
    });
    return before;
  }

  /** Whether its classes need more bits than they have. */
  get isCramped(): boolean {
    return this.#classes.size > 2 ** this.bits;
  }

  /** Describes itself to the kernel. */
  write(descriptor: number, layout: Layout, offset: number): void {
    const { column } = this;
    const { ints } = this.#memory;
    const at = descriptor >> 2;
    ints[at + field.aspectWord] = (layout.wordOf[column] ?? 0) * 4;
    ints[at + field.aspectShift] = layout.shiftOf[column] ?? 0;
    ints[at + field.aspectMask] = layout.greatest[column] ?? 0;
    ints[at + field.aspectClasses] = this.#address;
    ints[at + field.aspectCapacity] = this.#capacity;
    ints[at + field.aspectOffset] = offset;
  }

  release(): void {
    this.#memory.release(this.#address, this.#capacity * 4);
  }

  #enlarge(wanted: number): void {
    let capacity = this.#capacity;
    while (capacity < wanted) capacity *= 2;
    this.#address = this.#memory.resized(this.#address, this.#capacity * 4, capacity * 4);
    this.#capacity = capacity;
  }
}
