/** For which combinations of what they read questions were answered, group by group. */

import * as field from '../fields';
import { at, put, read } from './access';
import { mixed } from './memo';

/** Whether some group meets a combination in a row that is new to it. */
export function isAnyOpen(row: usize, diff: usize): bool {
  const count = at(field.groupCount);
  let group = <usize>at(field.groups);
  for (let index = 0; index < count; index++, group += field.groupLength << 2) {
    if (isTouched(group, diff) && !isAnswered(group, row)) return true;
  }
  return false;
}

@inline
function isTouched(group: usize, diff: usize): bool {
  const count = at(field.words);
  const masks = <usize>read(group, field.groupWords);
  for (let word = 0; word < count; word++) {
    if ((load<u32>(diff + (word << 2)) & load<u32>(masks + (word << 2))) !== 0) return true;
  }
  return false;
}

const unknown: u64 = 0xffffffffffffffff;

/** The number of the combination that a group reads in a row, or `unknown`. */
@inline
function combination(group: usize, row: usize): u64 {
  const count = read(group, field.groupAspectCount);
  let aspect = <usize>read(group, field.groupAspects);
  let key: u64 = 0;
  for (let index = 0; index < count; index++, aspect += field.aspectLength << 2) {
    const word = load<u32>(row + <usize>read(aspect, field.aspectWord));
    const number = (word >>> read(aspect, field.aspectShift)) & read(aspect, field.aspectMask);
    if (number >= <u32>read(aspect, field.aspectCapacity)) return unknown;
    const given = load<u32>(<usize>read(aspect, field.aspectClasses) + (number << 2));
    if (given === 0) return unknown;
    key |= (<u64>(given - 1)) << read(aspect, field.aspectOffset);
  }
  return key;
}

/** Whether a group's questions were answered for the combination in a row. */
export function isAnswered(group: usize, row: usize): bool {
  const kind = read(group, field.groupKind);
  if (kind === field.forgetful) return false;
  const key = combination(group, row);
  if (key === unknown) return false;
  const kept = <usize>read(group, field.groupTable);
  if (kind === field.dense) {
    return ((load<u8>(kept + <usize>(key >> 3)) >>> (<u32>key & 7)) & 1) !== 0;
  }
  const mask = <u32>read(group, field.groupMask);
  const entry = key + 1;
  let slot = mixed(entry) & mask;
  let found = load<u64>(kept + ((<usize>slot) << 3));
  while (found !== 0 && found !== entry) {
    slot = (slot + 1) & mask;
    found = load<u64>(kept + ((<usize>slot) << 3));
  }
  return found !== 0;
}

/** Notes that a group's questions were answered for the combination in a row, if all classes are known. */
export function noteAnswered(group: usize, row: usize): void {
  const kind = read(group, field.groupKind);
  if (kind === field.forgetful) return;
  const key = combination(group, row);
  if (key === unknown) return;
  const kept = <usize>read(group, field.groupTable);
  if (kind === field.dense) {
    const byte = kept + <usize>(key >> 3);
    const bit: u32 = 1 << (<u32>key & 7);
    store<u8>(byte, <u8>(<u32>load<u8>(byte) | bit));
    return;
  }
  if (noteKey(kept, <u32>read(group, field.groupMask), key + 1)) {
    put(group, field.groupSize, read(group, field.groupSize) + 1);
  }
}

@inline
function noteKey(kept: usize, mask: u32, entry: u64): bool {
  let slot = mixed(entry) & mask;
  let found = load<u64>(kept + ((<usize>slot) << 3));
  while (found !== 0 && found !== entry) {
    slot = (slot + 1) & mask;
    found = load<u64>(kept + ((<usize>slot) << 3));
  }
  if (found !== 0) return false;
  store<u64>(kept + ((<usize>slot) << 3), entry);
  return true;
}

/** Moves a group's combinations from an old hashed set of so many slots into the present one. */
export function moveAnswered(group: usize, old: usize, slots: i32): void {
  const kept = <usize>read(group, field.groupTable);
  const mask = <u32>read(group, field.groupMask);
  for (let slot = 0; slot < slots; slot++) {
    const entry = load<u64>(old + ((<usize>slot) << 3));
    if (entry !== 0) noteKey(kept, mask, entry);
  }
}
