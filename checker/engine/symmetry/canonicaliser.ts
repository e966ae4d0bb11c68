/**
 * Picks one state of each orbit, that is of all states that permutations of interchangeable ids make of
 * one another. Of a state's images in which the ids of each group come in the order of their colours,
 * it is the one whose row of numbers is least; all states of an orbit have the same such images. Reads
 * and writes typed arrays only. The kernel does the same to whole rounds, see `kernel/assembly/representatives.ts`.
 */

import type { ImageTables } from './image-tables.ts';
import { PlainChanges } from './plain-changes.ts';

/** Brings rows of numbers to their representatives. */
export class Canonicaliser {
  readonly #tables: ImageTables;
  readonly #least: Int32Array;
  readonly #colours: Int32Array;
  /** Blocks of ids with equal colours: the first exchange, and the walk through their orders. */
  readonly #blocks: { readonly exchange: number; readonly changes: PlainChanges }[] = [];

  constructor(tables: ImageTables) {
    this.#tables = tables;
    this.#least = new Int32Array(tables.width);
    this.#colours = new Int32Array(tables.idCount);
  }

  /** Replaces a row of numbers by its representative; answers the exchanges made, if a list is given. */
  canonicalise(row: Int32Array, path: number[] | null = null): void {
    this.#sort(row, path);
    this.#findBlocks(row);
    if (this.#blocks.length > 0) this.#minimise(row, path);
  }

  /** Exchanges two ids in a row. */
  exchange(row: Int32Array, exchange: number): void {
    const { columnOf, width } = this.#tables;
    const columns = columnOf[exchange];
    if (columns === undefined) return;
    for (let column = 0; column < width; column++) {
      const to = columns[column] ?? column;
      if (to < column) continue;
      const image = this.#image(exchange, column, row[column] ?? 0);
      if (to !== column) row[column] = this.#image(exchange, to, row[to] ?? 0);
      row[to] = image;
    }
  }

  #image(exchange: number, column: number, number: number): number {
    const tables = this.#tables;
    const table = tables.images[exchange * tables.width + column];
    const image = table !== undefined && number < table.length ? (table[number] ?? -1) : -1;
    return image === -1 ? tables.image(exchange, column, number) : image;
  }

  /** Brings the ids of each group into the order of their colours. */
  #sort(row: Int32Array, path: number[] | null): void {
    const colours = this.#colours;
    const tables = this.#tables;
    const { width, idCount } = tables;
    colours.fill(0);
    for (let column = 0; column < width; column++) {
      const number = row[column] ?? 0;
      if (tables.isColoured[column]?.[number] !== 1) tables.colour(column, number);
      const table = tables.colours[column];
      if (table === undefined) continue;
      const from = number * idCount;
      for (let id = 0; id < idCount; id++) {
        colours[id] = ((colours[id] ?? 0) + (table[from + id] ?? 0)) | 0;
      }
    }
    for (const { id, exchange, size } of this.#tables.groups) {
      for (let next = 1; next < size; next++) {
        const colour = colours[id + next] ?? 0;
        let place = next;
        for (; place > 0 && (colours[id + place - 1] ?? 0) > colour; place--) {
          colours[id + place] = colours[id + place - 1] ?? 0;
          this.exchange(row, exchange + place - 1);
          path?.push(exchange + place - 1);
        }
        colours[id + place] = colour;
      }
    }
  }

  /** Finds the blocks of equal colours in which some exchange of neighbours makes a difference. */
  #findBlocks(row: Int32Array): void {
    this.#blocks.length = 0;
    const colours = this.#colours;
    for (const { id, exchange, size } of this.#tables.groups) {
      for (let first = 0; first < size; ) {
        let end = first + 1;
        let matters = false;
        for (; end < size && colours[id + end] === colours[id + first]; end++) {
          matters ||= this.#matters(row, exchange + end - 1);
        }
        if (matters) {
          const changes = new PlainChanges(end - first);
          this.#blocks.push({ exchange: exchange + first, changes });
        }
        first = end;
      }
    }
  }

  #matters(row: Int32Array, exchange: number): boolean {
    const { columnOf, width } = this.#tables;
    const columns = columnOf[exchange];
    for (let column = 0; column < width; column++) {
      const image = this.#image(exchange, column, row[column] ?? 0);
      if (image !== row[columns?.[column] ?? column]) return true;
    }
    return false;
  }

  /** Goes through all orders within the blocks, and takes the least row. */
  #minimise(row: Int32Array, path: number[] | null): void {
    const least = this.#least;
    const blocks = this.#blocks;
    least.set(row);
    const gone: number[] = [];
    let best = 0;
    for (let block = 0; block < blocks.length; ) {
      const current = blocks[block];
      if (current === undefined) break;
      const change = current.changes.next();
      if (change === -1) {
        block++;
        continue;
      }
      const exchange = current.exchange + change;
      block = 0;
      this.exchange(row, exchange);
      if (path !== null) gone.push(exchange);
      if (!isLess(row, least)) continue;
      least.set(row);
      best = gone.length;
    }
    row.set(least);
    path?.push(...gone.slice(0, best));
  }
}

function isLess(left: Int32Array, right: Int32Array): boolean {
  for (let at = 0; at < left.length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
