/**
 * From candidates to the representatives of their orbits. Which state that is, is said where the same is
 * done for single rows: in `symmetry/canonicaliser.ts`. What tables of images and colours don't tell is
 * missed, and its candidate is pending: it stays as it is until the phase is repeated.
 */

import * as field from '../fields';
import { at, chunkAt, put, read } from './access';
import { columnAt, readColumn, writeColumn } from './columns';
import { beginMisses, miss, missCount } from './misses';
import { beginOrders, moveBytes, nextOrder } from './orders';

const tableBytes = field.symmetryTableLength << 2;
const groupBytes = 12;
/** Of a block of ids with equal colours: its first exchange, its size, and where its order is told. */
const blockBytes = 12;

let symmetryAt: usize = 0;
let columns: i32 = 0;
let ids: i32 = 0;
/** The row as numbers, the least of its images so far, the colours of all ids, how they move, and the blocks. */
let numbersAt: usize = 0;
let leastAt: usize = 0;
let coloursAt: usize = 0;
let movesAt: usize = 0;
let blocksAt: usize = 0;
let blocksEnd: usize = 0;
/** Whether nothing was missed for the row, and whether it has changed. */
let isWhole: bool = true;
let isMoved: bool = false;

function begin(chunk: i32): void {
  symmetryAt = <usize>at(field.symmetry);
  columns = read(symmetryAt, field.symmetryColumns);
  ids = read(symmetryAt, field.symmetryIds);
  numbersAt =
    <usize>read(symmetryAt, field.symmetryRoom) +
    <usize>chunk * <usize>read(symmetryAt, field.symmetryRoomBytes);
  leastAt = numbersAt + (<usize>columns << 2);
  coloursAt = leastAt + (<usize>columns << 2);
  movesAt = coloursAt + (<usize>ids << 2);
  blocksAt = movesAt + <usize>ids * moveBytes;
}

@inline
function numberIn(column: i32): i32 {
  return load<i32>(numbersAt + (<usize>column << 2));
}

/** Where the columns are told of that an exchange leads to. */
@inline
function columnsTo(exchange: i32): usize {
  return <usize>read(symmetryAt, field.symmetryColumnOf) + (<usize>(exchange * columns) << 2);
}

/** Where the tables of an exchange's images are told of. */
@inline
function imagesBy(exchange: i32): usize {
  return <usize>read(symmetryAt, field.symmetryImages) + <usize>(exchange * columns) * tableBytes;
}

/** The image of a column's number; where it is missed, whatever. */
@inline
function imageOf(images: usize, column: i32, number: i32): i32 {
  const table = images + <usize>column * tableBytes;
  if (number < load<i32>(table, 4)) {
    const image = load<i32>(<usize>load<u32>(table) + (<usize>number << 2));
    if (image !== 0) return image - 1;
  }
  missImage(table, number);
  return 0;
}

function missImage(table: usize, number: i32): void {
  const first = <usize>read(symmetryAt, field.symmetryImages);
  miss(field.missedImage, <i32>((table - first) / tableBytes), number);
  isWhole = false;
}

/** Exchanges two ids in the row. */
function exchangeIds(exchange: i32): void {
  isMoved = true;
  const images = imagesBy(exchange);
  const to = columnsTo(exchange);
  const numbers = numbersAt;
  const count = columns;
  for (let column = 0; column < count; column++) {
    const other = load<i32>(to + (<usize>column << 2));
    if (other < column) continue;
    const own = numbers + (<usize>column << 2);
    const image = imageOf(images, column, load<i32>(own));
    if (other === column) {
      store<i32>(own, image);
      continue;
    }
    const others = numbers + (<usize>other << 2);
    store<i32>(own, imageOf(images, other, load<i32>(others)));
    store<i32>(others, image);
  }
}

/** Sums up the colours that the row's numbers give to each id. */
function colourIds(): void {
  const tables = <usize>read(symmetryAt, field.symmetryColours);
  const sums = coloursAt;
  const idBytes = <usize>ids << 2;
  const count = columns;
  for (let id: usize = 0; id < idBytes; id += 4) store<i32>(sums + id, 0);
  for (let column = 0; column < count; column++) {
    const table = tables + <usize>column * tableBytes;
    const number = numberIn(column);
    const entry = <usize>load<u32>(table) + <usize>number * (idBytes + 4);
    if (number >= load<i32>(table, 4) || load<i32>(entry) === 0) {
      miss(field.missedColours, column, number);
      isWhole = false;
      continue;
    }
    for (let id: usize = 0; id < idBytes; id += 4) {
      store<i32>(sums + id, load<i32>(sums + id) + load<i32>(entry + id, 4));
    }
  }
}

/** Brings the ids of a group into the order of their colours. */
function sortGroup(group: usize): void {
  const colours = coloursAt + (<usize>load<u32>(group) << 2);
  const exchange = load<i32>(group, 4);
  const size = load<i32>(group, 8);
  for (let next = 1; next < size; next++) {
    const colour = load<i32>(colours + (<usize>next << 2));
    let place = next;
    for (; place > 0; place--) {
      const before = load<i32>(colours + (<usize>(place - 1) << 2));
      if (before <= colour) break;
      store<i32>(colours + (<usize>place << 2), before);
      exchangeIds(exchange + place - 1);
      if (!isWhole) return;
    }
    store<i32>(colours + (<usize>place << 2), colour);
  }
}

/** Whether to exchange two ids changes the row. */
function matters(exchange: i32): bool {
  const images = imagesBy(exchange);
  const to = columnsTo(exchange);
  for (let column = 0; column < columns; column++) {
    const other = load<i32>(to + (<usize>column << 2));
    if (imageOf(images, column, numberIn(column)) !== numberIn(other)) return true;
  }
  return false;
}

/**
 * Finds the blocks of equal colours in a group in which some exchange of neighbours makes a difference, unless
 * something is missed.
 */
function findBlocks(group: usize): void {
  const id = load<i32>(group);
  const colours = coloursAt + (<usize>id << 2);
  const exchange = load<i32>(group, 4);
  const size = load<i32>(group, 8);
  for (let first = 0; first < size; ) {
    const colour = load<i32>(colours + (<usize>first << 2));
    let end = first + 1;
    let makesDifference = false;
    for (; end < size && load<i32>(colours + (<usize>end << 2)) === colour; end++) {
      if (!makesDifference) makesDifference = matters(exchange + end - 1);
      if (!isWhole) return;
    }
    if (makesDifference) noteBlock(exchange + first, end - first, id + first);
    first = end;
  }
}

function noteBlock(exchange: i32, size: i32, id: i32): void {
  store<i32>(blocksEnd, exchange);
  store<i32>(blocksEnd, size, 4);
  store<u32>(blocksEnd, <u32>(movesAt + <usize>id * moveBytes), 8);
  beginOrders(movesAt + <usize>id * moveBytes, size);
  blocksEnd += blockBytes;
}

function isLess(): bool {
  for (let column: usize = 0; column < <usize>columns << 2; column += 4) {
    const difference = load<i32>(numbersAt + column) - load<i32>(leastAt + column);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function copyNumbers(to: usize, from: usize): void {
  for (let column: usize = 0; column < <usize>columns << 2; column += 4) {
    store<i32>(to + column, load<i32>(from + column));
  }
}

/** Goes through all orders within the blocks, and takes the least row. */
function minimise(): void {
  copyNumbers(leastAt, numbersAt);
  for (let block = blocksAt; block < blocksEnd; ) {
    const change = nextOrder(<usize>load<u32>(block, 8), load<i32>(block, 4));
    if (change === -1) {
      block += blockBytes;
      continue;
    }
    exchangeIds(load<i32>(block) + change);
    if (!isWhole) return;
    if (isLess()) copyNumbers(leastAt, numbersAt);
    block = blocksAt;
  }
  copyNumbers(numbersAt, leastAt);
}

/** Brings the numbers of the row to their representative, if nothing is missed. */
function canonicalise(): void {
  isWhole = true;
  isMoved = false;
  blocksEnd = blocksAt;
  colourIds();
  const groups = <usize>read(symmetryAt, field.symmetryGroups);
  const end = groups + <usize>read(symmetryAt, field.symmetryGroupCount) * groupBytes;
  for (let group = groups; isWhole && group < end; group += groupBytes) sortGroup(group);
  for (let group = groups; isWhole && group < end; group += groupBytes) findBlocks(group);
  if (isWhole && blocksEnd > blocksAt) minimise();
}

/** Replaces a packed row; false where something is missed. */
function representRow(row: usize): bool {
  for (let column = 0; column < columns; column++) {
    store<i32>(numbersAt + (<usize>column << 2), readColumn(row, columnAt(column)));
  }
  canonicalise();
  if (!isWhole) return false;
  if (!isMoved) return true;
  for (let column = 0; column < columns; column++) {
    writeColumn(row, columnAt(column), numberIn(column));
  }
  return true;
}

/** Replaces the candidates of a chunk that are pending; those that miss something stay so. */
export function represent(chunk: i32): void {
  const my = chunkAt(chunk);
  const bytes = <usize>at(field.words) << 2;
  const rows = <usize>read(my, field.chunkRows);
  const origins = <usize>read(my, field.chunkOrigins);
  const pending = <usize>read(my, field.chunkPending);
  const listed = read(my, field.chunkPendingCount);
  const isFirst = listed === field.allPending;
  const count = isFirst ? read(my, field.chunkFound) : listed;
  let left = 0;
  begin(chunk);
  beginMisses(<usize>read(my, field.chunkMisses));
  for (let index = 0; index < count; index++) {
    const candidate = isFirst ? index : load<i32>(pending + (<usize>index << 2));
    if (!representRow(rows + <usize>candidate * bytes)) {
      store<i32>(pending + (<usize>left << 2), candidate);
      left++;
      continue;
    }
    // What kind of step led to a state says nothing of its representative.
    const origin = origins + (<usize>candidate << 2);
    store<i32>(origin, load<i32>(origin) & ~255);
  }
  put(my, field.chunkPendingCount, left);
  put(my, field.chunkMissed, missCount());
}
