/**
 * What the kernel reads to bring candidates to their representatives: images and colours, as far as some
 * candidate needed them.
 */

import * as field from '../kernel/fields.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';
import type { ImageTables } from './image-tables.ts';

const tableBytes = field.symmetryTableLength * 4;
const firstEntries = 64;
/** Of each id that can be in a block: the block itself at the most, and how the id moves in its orders. */
const wordsOfBlocks = 3 + 2;

/** The tables of one symmetry in the kernel's memory. */
export class KernelTables {
  readonly #memory: LinearMemory;
  readonly #tables: ImageTables;
  /** Where tables of images and of colours are told of. */
  readonly #images: number;
  readonly #colours: number;

  /** For rounds of so many chunks at the most. */
  constructor(memory: LinearMemory, tables: ImageTables, chunks: number) {
    const { width, idCount, columnOf, groups } = tables;
    this.#memory = memory;
    this.#tables = tables;
    this.#images = memory.reserve(columnOf.length * width * tableBytes);
    this.#colours = memory.reserve(width * tableBytes);
    const room = (2 * width + idCount + idCount * wordsOfBlocks) * 4;
    const symmetry = memory.reserve(field.symmetryLength * 4);
    const fields: readonly (readonly [number, number])[] = [
      [field.symmetryIds, idCount],
      [field.symmetryColumns, width],
      [
        field.symmetryGroups,
        this.#listed(groups.flatMap(({ id, exchange, size }) => [id, exchange, size])),
      ],
      [field.symmetryGroupCount, groups.length],
      [field.symmetryColumnOf, this.#listed(columnOf.flatMap((columns) => [...columns]))],
      [field.symmetryImages, this.#images],
      [field.symmetryColours, this.#colours],
      [field.symmetryRoom, memory.reserve(chunks * room)],
      [field.symmetryRoomBytes, room],
    ];
    for (const [at, value] of fields) memory.ints[symmetry / 4 + at] = value;
    memory.set(field.symmetry, symmetry);
  }

  /** Works out what was missed (see `Chunks.missed`); images may come to outgrow the layout. */
  resolve(missed: Int32Array): void {
    for (let at = 0; at < missed.length; at += field.missLength) {
      const [kind, left = 0, right = 0] = missed.subarray(at, at + field.missLength);
      if (kind === field.missedImage) this.#tellImage(left, right);
      else this.#tellColours(left, right);
    }
  }

  #tellImage(table: number, number: number): void {
    const { images, width } = this.#tables;
    const known = images[table]?.[number] ?? -1;
    const [exchange, column] = [Math.floor(table / width), table % width];
    const image = known === -1 ? this.#tables.image(exchange, column, number) : known;
    this.#put(this.#images + table * tableBytes, number, [image + 1]);
  }

  #tellColours(column: number, number: number): void {
    const { isColoured, colours, idCount } = this.#tables;
    if (isColoured[column]?.[number] !== 1) this.#tables.colour(column, number);
    const known = colours[column]?.subarray(number * idCount, (number + 1) * idCount) ?? [];
    this.#put(this.#colours + column * tableBytes, number, [1, ...known]);
  }

  /** Writes the entry of a number into a table that is told of at an address, and has entries of this length. */
  #put(told: number, number: number, entry: readonly number[]): void {
    const { ints } = this.#memory;
    const bytes = entry.length * 4;
    let [address = 0, entries = 0] = ints.subarray(told / 4, told / 4 + 2);
    if (number >= entries) {
      const wanted = Math.max(firstEntries, (number + 1) * 2);
      address =
        entries === 0
          ? this.#memory.reserve(wanted * bytes)
          : this.#memory.resized(address, entries * bytes, wanted * bytes);
      entries = wanted;
      ints.set([address, entries], told / 4);
    }
    ints.set(entry, (address + number * bytes) / 4);
  }

  #listed(numbers: readonly number[]): number {
    const address = this.#memory.reserve(numbers.length * 4);
    this.#memory.ints.set(numbers, address / 4);
    return address;
  }
}
