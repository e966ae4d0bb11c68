/**
 * The images of the numbers of all columns as typed arrays, and the colours beside them: all that is
 * read where states are brought to their representatives. A number that wasn't met before is a miss,
 * and worked out then: only what is needed is given numbers.
 */

import type { World } from '../world.ts';
import { Colours } from './colours.ts';
import type { Images } from './images.ts';

const missing = -1;

/** Interchangeable ids: the place of the first among all, that of its exchange with the next, and how many they are. */
export interface Group {
  readonly id: number;
  readonly exchange: number;
  readonly size: number;
}

/** Tables of images and colours that fill as they are asked. */
export class ImageTables {
  /** Per exchange and column, from a number to its image, or -1; exchange by exchange. */
  readonly images: Int32Array[];
  /** Per column, from a number and the place of an id to their colour. */
  readonly colours: Int32Array[];
  /** Per column, 1 for the numbers whose colours are known. */
  readonly isColoured: Uint8Array[];
  /** Per exchange, from a column to the one that it goes to. */
  readonly columnOf: readonly Int32Array[];
  readonly groups: readonly Group[];
  /** How many ids there are in all groups together. */
  readonly idCount: number;
  /** How many columns there are. */
  readonly width: number;
  readonly #exchanges: readonly Images[];
  readonly #colouring: Colours;

  constructor(world: World, exchanges: readonly Images[]) {
    const { symmetric } = world.loaded.model;
    const columns = Array.from({ length: world.width }, (_, column) => column);
    this.#exchanges = exchanges;
    this.#colouring = new Colours(world, symmetric);
    this.groups = groupsOf(symmetric.map(({ length }) => length));
    this.idCount = symmetric.flat().length;
    this.width = world.width;
    this.columnOf = exchanges.map((images) =>
      Int32Array.from(columns, (column) => images.columnOf(column)),
    );
    this.images = exchanges.flatMap(() => columns.map(() => new Int32Array(0)));
    this.colours = columns.map(() => new Int32Array(0));
    this.isColoured = columns.map(() => new Uint8Array(0));
  }

  /** Works out an image that is missing. */
  image(exchange: number, column: number, number: number): number {
    const images = this.#exchanges[exchange];
    if (images === undefined) throw new Error(`there is no exchange ${exchange}`);
    const image = images.number(column, number);
    this.#note(exchange * this.width + column, number, image);
    // An exchange undoes itself.
    this.#note(exchange * this.width + images.columnOf(column), image, number);
    return image;
  }

  #note(at: number, number: number, image: number): void {
    const table = enlarged(this.images[at], number + 1);
    table[number] = image;
    this.images[at] = table;
  }

  /** Works out the colours of a number. */
  colour(column: number, number: number): void {
    const known = this.isColoured[column] ?? new Uint8Array(0);
    const larger = number < known.length ? known : new Uint8Array((number + 1) * 2);
    if (larger !== known) larger.set(known);
    larger[number] = 1;
    this.isColoured[column] = larger;
    const colours = enlarged(this.colours[column], larger.length * this.idCount);
    colours.set(this.#colouring.of(column, number), number * this.idCount);
    this.colours[column] = colours;
  }
}

/** A group has an exchange less than it has ids. */
function groupsOf(sizes: readonly number[]): readonly Group[] {
  let [id, exchange] = [0, 0];
  return sizes.map((size) => {
    const group = { id, exchange, size };
    id += size;
    exchange += Math.max(0, size - 1);
    return group;
  });
}

function enlarged(table: Int32Array = new Int32Array(0), length: number): Int32Array {
  if (length <= table.length) return table;
  const larger = new Int32Array(length * 2).fill(missing);
  larger.set(table);
  return larger;
}
