/**
 * From rows to their successors.
 *
 * Steps that are independent make a diamond: whichever comes first, both lead to the same state. A
 * search level by level needs to look up only one side of it. Let state S have been found from P by step
 * A, and let B be a step of P at an earlier column, that is independent of A, and so is a step of S as
 * well. Then B is counted in S, but not looked up: what it leads to from P, Q, is found with the level of
 * S at the latest, and A leads from Q to the very state that B leads to from S, which so is found with
 * the next level at the latest, as if it had been looked up.
 *
 * Either of the two look-ups that this counts on may have been left out itself: that of B in P is one of
 * a lower level; that of A in Q, where Q is of S's level, is one at a later column than B's. So no such
 * look-ups count on each other in a circle, and by induction (on levels and, within a level, from the last
 * column to the first) all that is left out is found. In what order the rows of a level are expanded
 * doesn't matter, only that all of them are, before any of the next. The states of each level and the
 * number of transitions stay the same. `diffs` tells which columns a row has in common with its parent.
 */

import * as code from '../codes';
import * as field from '../fields';
import { at, chunkAt, copyRow, differs, put, read } from './access';
import { columnAt, readColumn, writeColumn } from './columns';
import { actorAt, isIndependent } from './independence';
import { recalled } from './memo';
import { beginMisses, miss, missCount } from './misses';
import { isReached } from './partitions';
import { hash } from './visited';

let rowAt: usize = 0;
let diffAt: usize = 0;
let actorOfRow: i32 = 0;
let origin: i32 = 0;
let rowBytes: i32 = 0;
let candidate: usize = 0;
let place: usize = 0;
let originAt: usize = 0;
let steps: i32 = 0;
let busy: i32 = 0;

/** Begins a candidate as a copy of the row with another station. */
@inline
function draft(column: usize, next: i32): void {
  copyRow(candidate, rowAt, rowBytes);
  writeColumn(candidate, column, next);
}

@inline
function list(step: usize, actor: i32): void {
  store<u32>(place, <u32>((step - <usize>at(field.pool)) >> 2));
  store<u32>(originAt, origin | actor);
  candidate += rowBytes;
  place += 4;
  originAt += 4;
}

/** Writes what a step sends into the draft; answers the actor, or -1 where something is missed. */
function send(sends: usize, actor: i32): i32 {
  let known = actor;
  for (let left = load<i32>(sends), parcel = sends + 4; left > 0; left--, parcel += 8) {
    const host = load<i32>(parcel);
    const column = columnAt(host);
    const station = readColumn(candidate, column);
    const reached = recalled(field.missedParcel + host, load<i32>(parcel, 4), station);
    if (reached === -1) {
      miss(field.missedParcel + host, load<i32>(parcel, 4), station);
      return -1;
    }
    // A message without effect may have had one, had its receiver stepped first: nothing may be left
    // out beside such a step. Column 0 comes first, so beside an actor there nothing is.
    if (reached === station) known = 0;
    else writeColumn(candidate, column, reached);
  }
  return known;
}

/** Shows monitors a log; false where something is missed. */
function feed(log: i32): bool {
  const first = at(field.hostCount) + 1;
  const count = at(field.monitorCount);
  for (let index = 0; index < count; index++) {
    const column = columnAt(first + index);
    const local = readColumn(candidate, column);
    const next = recalled(field.missedLog + index, log, local);
    if (next === -1) {
      miss(field.missedLog + index, log, local);
      return false;
    }
    if (next !== local) writeColumn(candidate, column, next);
  }
  return true;
}

/** Sends, feeds and lists the draft if it changed anything; false where something is missed. */
function conclude(step: usize, sends: usize, log: i32): bool {
  let actor = actorAt(step);
  if (load<i32>(sends) > 0) {
    actor = send(sends, actor);
    if (actor === -1) return false;
  }
  if (log !== 0 && !feed(log)) return false;
  if (at(field.listsAll) !== 0 || differs(candidate, rowAt, rowBytes)) list(step, actor);
  return true;
}

/** Lists and counts a conditional step where it is allowed; false where something is missed. */
function conditional(step: usize, columnIndex: i32, isAsleep: bool): bool {
  const environmentColumn = columnAt(at(field.hostCount));
  const now = readColumn(rowAt, environmentColumn);
  if (!isReached(now, load<i32>(step, 12), columnIndex)) return true;
  const label = load<i32>(step, 8);
  let next = now;
  if (label >= 0) {
    next = recalled(field.missedBudget, label, now);
    if (next === -1) {
      miss(field.missedBudget, label, now);
      return false;
    }
    if (next === code.usedUp) return true;
  }
  const details = load<i32>(step, 4);
  if (details === 0) {
    miss(field.missedDetails, 0, <i32>((step - <usize>at(field.pool)) >> 2));
    return false;
  }
  if (details < 0) return true;
  const effects = <usize>at(field.pool) + ((<usize>details) << 2);
  steps++;
  if ((load<i32>(step) & code.faulty) === 0) busy |= 1;
  if (isAsleep && isIndependent(step, effects + 8, actorOfRow)) return true;
  draft(columnAt(columnIndex), load<i32>(effects));
  writeColumn(candidate, environmentColumn, next);
  return conclude(step, effects + 8, load<i32>(effects, 4));
}

/** Lists the steps of any block; false where something is missed, all of which is noted. */
function mixedSteps(block: usize, columnIndex: i32, isAsleep: bool): bool {
  let isWhole = true;
  const column = columnAt(columnIndex);
  const end = <usize>at(field.pool) + ((<usize>load<u32>(block, 8)) << 2);
  let step = block + (code.headerLength << 2);
  while (step < end) {
    const word = load<i32>(step);
    switch (word & 3) {
      case code.plain: {
        if (!isAsleep) {
          draft(column, word >>> code.nextShift);
          list(step, actorAt(step));
        }
        step += 4;
        break;
      }
      case code.conditional: {
        if (!conditional(step, columnIndex, isAsleep)) isWhole = false;
        step += 16;
        break;
      }
      default: {
        const isLogged = (word & 3) === code.logged;
        const sends = isLogged ? step + 8 : step + 4;
        if (!isAsleep || !isIndependent(step, sends, actorOfRow)) {
          const log = isLogged ? load<i32>(step, 4) : 0;
          draft(column, word >>> code.nextShift);
          if (!conclude(step, sends, log)) isWhole = false;
        }
        step = sends + 4 + ((<usize>load<i32>(sends)) << 3);
      }
    }
  }
  return isWhole;
}

/** Lists the successors of the row; false where something is missed. */
function expandRow(): bool {
  const pool = <usize>at(field.pool);
  const count = at(field.columnCount);
  const asleepBefore = at(field.listsAll) !== 0 ? 0 : actorOfRow & code.actorColumns;
  let column = <usize>at(field.columns);
  let isWhole = true;
  steps = 0;
  busy = 0;
  for (let index = 0; index < count; index++, column += 16) {
    const wordAt = <usize>load<u32>(column);
    const shift = load<u32>(column, 4);
    const mask = load<u32>(column, 8);
    const word = load<u32>(rowAt + wordAt);
    const station = (word >>> shift) & mask;
    const entry = <usize>load<u32>(column, 12) + ((<usize>station) << 3);
    const summary = load<i32>(entry, 4);
    if (summary === 0) {
      miss(field.missedStation, index, station);
      isWhole = false;
      continue;
    }
    steps += summary & code.unconditional;
    busy |= summary & code.isBusy;
    const isAsleep = index < asleepBefore && (load<u32>(diffAt + wordAt) & (mask << shift)) === 0;
    const block = pool + ((<usize>load<u32>(entry)) << 2);
    if ((summary & code.isMixed) !== 0) {
      if (!mixedSteps(block, index, isAsleep)) isWhole = false;
      continue;
    }
    if (isAsleep) continue;
    const end = pool + ((<usize>load<u32>(block, 8)) << 2);
    const rest = word & ~(mask << shift);
    const from = <u32>((block - pool) >> 2) + code.headerLength;
    const bytes = rowBytes;
    const mine = origin | min(index, code.actorColumns);
    let to = candidate;
    let placeTo = place;
    let originTo = originAt;
    let step = block + (code.headerLength << 2);
    for (let number = from; step < end; step += 4, number++) {
      copyRow(to, rowAt, bytes);
      store<u32>(to + wordAt, rest | ((load<u32>(step) >>> code.nextShift) << shift));
      store<u32>(placeTo, number);
      store<u32>(originTo, mine);
      to += bytes;
      placeTo += 4;
      originTo += 4;
    }
    candidate = to;
    place = placeTo;
    originAt = originTo;
  }
  return isWhole;
}

/**
 * Expands the rows of a chunk. Those that miss something, or for whose steps there might not be room, are
 * late: they are told, and left for later.
 */
export function expand(chunk: i32): void {
  const my = chunkAt(chunk);
  const inChunk = at(field.rowsInChunk);
  const first = chunk * inChunk;
  const end = min(first + inChunk, at(field.roundCount));
  const rows = <usize>read(my, field.chunkRows);
  const places = <usize>read(my, field.chunkPlaces);
  const origins = <usize>read(my, field.chunkOrigins);
  const quietRows = <usize>read(my, field.chunkQuietRows);
  const lateRows = <usize>read(my, field.chunkLateRows);
  const fitting = read(my, field.chunkCapacity) - at(field.mostSteps);
  rowBytes = at(field.words) << 2;
  beginMisses(<usize>read(my, field.chunkMisses));
  candidate = rows;
  place = places;
  originAt = origins;
  let found = 0;
  let taken = 0;
  let quiet = 0;
  let late = 0;
  for (let row = first; row < end; row++) {
    rowAt = <usize>at(field.roundRows) + row * rowBytes;
    diffAt = <usize>at(field.roundDiffs) + row * rowBytes;
    actorOfRow = load<i32>(<usize>at(field.roundActors) + (row << 2));
    origin = row << 8;
    if (found <= fitting && expandRow()) {
      found = <i32>((place - places) >> 2);
      taken += steps;
      if (busy !== 0) continue;
      store<i32>(quietRows + (quiet << 2), row);
      quiet++;
      continue;
    }
    store<i32>(lateRows + (late << 2), row);
    late++;
    candidate = rows + found * rowBytes;
    place = places + (found << 2);
    originAt = origins + (found << 2);
  }
  put(my, field.chunkFound, found);
  put(my, field.chunkSteps, taken);
  put(my, field.chunkQuiet, quiet);
  put(my, field.chunkLate, late);
  put(my, field.chunkMissed, missCount());
  if (at(field.hashesAtOnce) !== 0) hash(chunk);
}
