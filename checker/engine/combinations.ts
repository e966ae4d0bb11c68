/**
 * For which combinations of parts questions were already answered. A question has the same answer
 * wherever all parts that it ever read have the same values. Questions that read the same parts make a
 * group; the kernel asks for each new row whether some group meets a combination that is new to it.
 */

import { Aspect } from './aspect.ts';
import * as field from './kernel/fields.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { Layout } from './layout.ts';
import type { Part } from './part.ts';

/** The parts that each question ever read. */
export type PartsRead = readonly ReadonlySet<Part<unknown>>[];

/** Combinations with at most so many bits are kept as single bits. */
const mostDenseBits = 20;
/** A combination's number has at most so many bits. */
const mostBits = 62;
/** With more combinations than this, remembering them costs more than asking. */
const mostCombinations = 1 << 22;
const firstSlots = 1 << 10;
const slotBytes = 8;
const none: readonly number[] = [];
const groupBytes = field.groupLength * 4;
const aspectBytes = field.aspectLength * 4;

/** Questions that read the same parts. */
class Group {
  /** The numbers of the questions. */
  readonly questions: number[] = [];
  readonly #aspects: readonly Aspect[];
  readonly #memory: LinearMemory;
  readonly #kernel: Kernel;
  readonly #descriptor: number;
  readonly #aspectsAddress: number;
  readonly #masks: { readonly address: number; readonly length: number };
  #layout: Layout;
  #table = { address: 0, length: 0 };

  constructor(
    read: ReadonlySet<Part<unknown>>,
    descriptor: number,
    { memory, kernel, layout }: Place,
  ) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#descriptor = descriptor;
    this.#layout = layout;
    const byColumn = Map.groupBy(read, ({ columns: [column] }) => column);
    this.#aspects = [...byColumn]
      .toSorted(([one], [other]) => one - other)
      .map(([column, parts]) => new Aspect(column, parts, memory));
    this.#aspectsAddress = memory.reserve(this.#aspects.length * aspectBytes);
    // No row has more words than it has columns and the mark.
    const length = (layout.width + 1) * 4;
    this.#masks = { address: memory.reserve(length), length };
    this.#forget();
    this.relayout(layout);
  }

  /** Whether some question of it may have another answer than for the combinations that are known. */
  isOpen(row: number): boolean {
    if (this.#get(field.groupKind) === field.forgetful) return true;
    const { ints } = this.#memory;
    const aspects = this.#aspects;
    let isCramped = false;
    let isMoved = false;
    for (let index = 0; index < aspects.length; index++) {
      const aspect = aspects[index];
      if (aspect === undefined) continue;
      if (aspect.classify(this.#layout.read(ints, row >> 2, aspect.column))) isMoved = true;
      if (aspect.isCramped) isCramped = true;
    }
    if (isCramped) this.#forget();
    if (isCramped || isMoved) this.#describe();
    return this.#kernel.isAnswered(this.#descriptor, row) === 0;
  }

  /** Tells the kernel the classes of all numbers that columns have; answers whether some are new. */
  classify(sizes: readonly number[]): boolean {
    if (this.#get(field.groupKind) === field.forgetful) return false;
    let isAnyNew = false;
    for (const aspect of this.#aspects) {
      if (aspect.classifyBelow(sizes[aspect.column] ?? 0)) isAnyNew = true;
    }
    if (this.#aspects.some((aspect) => aspect.isCramped)) this.#forget();
    if (isAnyNew) this.#describe();
    return isAnyNew;
  }

  /** Notes that its questions were answered for the combination in a row. */
  note(row: number): void {
    if (this.#get(field.groupKind) === field.sparse) this.#makeRoom();
    this.#kernel.noteAnswered(this.#descriptor, row);
  }

  relayout(layout: Layout): void {
    this.#layout = layout;
    const { ints } = this.#memory;
    const masks = this.#masks.address >> 2;
    ints.fill(0, masks, masks + layout.width + 1);
    for (const { column } of this.#aspects) {
      const word = masks + (layout.wordOf[column] ?? 0);
      ints[word] =
        (ints[word] ?? 0) | ((layout.greatest[column] ?? 0) << (layout.shiftOf[column] ?? 0));
    }
    this.#describe();
  }

  release(): void {
    for (const aspect of this.#aspects) aspect.release();
    this.#memory.release(this.#aspectsAddress, this.#aspects.length * aspectBytes);
    this.#memory.release(this.#masks.address, this.#masks.length);
    this.#memory.release(this.#table.address, this.#table.length);
  }

  #get(index: number): number {
    return this.#memory.ints[(this.#descriptor >> 2) + index] ?? 0;
  }

  #set(index: number, value: number): void {
    this.#memory.ints[(this.#descriptor >> 2) + index] = value;
  }

  #describe(): void {
    let offset = 0;
    this.#aspects.forEach((aspect, index) => {
      aspect.write(this.#aspectsAddress + index * aspectBytes, this.#layout, offset);
      offset += aspect.bits;
    });
    this.#set(field.groupAspects, this.#aspectsAddress);
    this.#set(field.groupAspectCount, this.#aspects.length);
    this.#set(field.groupWords, this.#masks.address);
  }

  /** Gives every aspect bits enough, and starts with no combination. */
  #forget(): void {
    for (const aspect of this.#aspects) while (aspect.isCramped) aspect.bits += 2;
    const bits = this.#aspects.reduce((sum, aspect) => sum + aspect.bits, 0);
    if (bits > mostBits) {
      this.#set(field.groupKind, field.forgetful);
      return;
    }
    const isDense = bits <= mostDenseBits;
    this.#set(field.groupKind, isDense ? field.dense : field.sparse);
    this.#newTable(isDense ? 2 ** bits / 8 : firstSlots * slotBytes);
  }

  #newTable(length: number): void {
    this.#memory.release(this.#table.address, this.#table.length);
    // Where there is no room for another one, this one must not be given back a second time.
    this.#table = { address: 0, length: 0 };
    this.#table = { address: this.#memory.reserve(length), length };
    this.#set(field.groupTable, this.#table.address);
    this.#set(field.groupMask, length / slotBytes - 1);
    this.#set(field.groupSize, 0);
  }

  #makeRoom(): void {
    const size = this.#get(field.groupSize);
    const slots = this.#get(field.groupMask) + 1;
    if (size * 2 < slots) return;
    if (size > mostCombinations) {
      this.#set(field.groupKind, field.forgetful);
      return;
    }
    const old = this.#table;
    this.#table = { address: 0, length: 0 };
    this.#newTable(old.length * 4);
    this.#kernel.moveAnswered(this.#descriptor, old.address, slots);
    this.#set(field.groupSize, size);
    this.#memory.release(old.address, old.length);
  }
}

interface Place {
  readonly memory: LinearMemory;
  readonly kernel: Kernel;
  readonly layout: Layout;
}

/** What was answered, for all questions. */
export class Combinations {
  readonly #memory: LinearMemory;
  readonly #kernel: Kernel;
  #groups: readonly Group[] = [];
  #descriptors = { address: 0, length: 0 };

  constructor(memory: LinearMemory, kernel: Kernel) {
    this.#memory = memory;
    this.#kernel = kernel;
  }

  /** Forgets everything, and starts anew with what the questions have read by now. */
  reset(questions: PartsRead, layout: Layout): void {
    const memory = this.#memory;
    this.release();
    const distinct: { readonly read: ReadonlySet<Part<unknown>>; readonly of: number[] }[] = [];
    questions.forEach((read, question) => {
      const known = distinct.find((one) => isSameSet(one.read, read));
      if (known === undefined) distinct.push({ read: new Set(read), of: [question] });
      else known.of.push(question);
    });
    const length = distinct.length * groupBytes;
    this.#descriptors = { address: memory.reserve(length), length };
    const place = { memory, kernel: this.#kernel, layout };
    this.#groups = distinct.map(({ read, of }, index) => {
      const group = new Group(read, this.#descriptors.address + index * groupBytes, place);
      group.questions.push(...of);
      return group;
    });
    memory.set(field.groups, this.#descriptors.address);
    memory.set(field.groupCount, this.#groups.length);
  }

  /** Forgets everything, and gives its memory back. */
  release(): void {
    const memory = this.#memory;
    for (const group of this.#groups) group.release();
    memory.release(this.#descriptors.address, this.#descriptors.length);
    this.#groups = [];
    this.#descriptors = { address: 0, length: 0 };
    memory.set(field.groupCount, 0);
  }

  relayout(layout: Layout): void {
    for (const group of this.#groups) group.relayout(layout);
  }

  /**
   * Tells the kernel the classes of all numbers that columns have; answers whether some are new. A row with
   * a number of which it knows none counts as having a new combination.
   */
  classify(sizes: readonly number[]): boolean {
    let isAnyNew = false;
    for (const group of this.#groups) if (group.classify(sizes)) isAnyNew = true;
    return isAnyNew;
  }

  /** The questions that may have a new answer for the row at an address. */
  open(row: number): readonly number[] {
    let open = none;
    for (const group of this.#groups) {
      if (group.isOpen(row))
        open = open.length === 0 ? group.questions : [...open, ...group.questions];
    }
    return open;
  }

  /** Notes that all questions were answered for the row at an address. */
  note(row: number): void {
    for (const group of this.#groups) group.note(row);
  }
}

function isSameSet(one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}
