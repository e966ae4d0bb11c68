/** What steps bring about beyond their own column: budgets, parcels and logs, by kind and two numbers. */

import * as field from '../fields';
import { at } from './access';

/**
 * 10, 26 and 28 bits: there are no more kinds (see `step-tables.ts`); parcels, logs and labels are
 * interned in maps, which end at 2 ** 24; and tables of stations of 8 bytes each end with the near memory.
 */
@inline
function keyOf(kind: i32, left: i32, right: i32): u64 {
  return ((<u64>kind) << 54) | ((<u64>left) << 28) | <u64>right;
}

/** A hash of a 64-bit number. */
@inline
export function mixed(key: u64): u32 {
  const product = key * 0x9e3779b97f4a7c15;
  return <u32>(product >> 32) ^ <u32>(product >> 50);
}

/** What the memo has; -1 where it has nothing. */
@inline
export function recalled(kind: i32, left: i32, right: i32): i32 {
  const key = keyOf(kind, left, right);
  const slots = <usize>at(field.memo);
  const mask = <u32>at(field.memoMask);
  let slot = mixed(key) & mask;
  let entry = slots + ((<usize>slot) << 4);
  let found = load<u64>(entry);
  while (found !== key) {
    if (found === 0) return -1;
    slot = (slot + 1) & mask;
    entry = slots + ((<usize>slot) << 4);
    found = load<u64>(entry);
  }
  return load<i32>(entry, 8);
}

/** Puts a consequence into the memo, which must have room. */
export function remember(kind: i32, left: i32, right: i32, value: i32): void {
  const key = keyOf(kind, left, right);
  const slots = <usize>at(field.memo);
  const mask = <u32>at(field.memoMask);
  let slot = mixed(key) & mask;
  while (load<u64>(slots + ((<usize>slot) << 4)) !== 0) slot = (slot + 1) & mask;
  const entry = slots + ((<usize>slot) << 4);
  store<u64>(entry, key);
  store<i32>(entry, value, 8);
}

/** What the memo has; -1 where it has nothing. */
export function recall(kind: i32, left: i32, right: i32): i32 {
  return recalled(kind, left, right);
}

/** Moves the memo's entries from an old table of so many slots into the present one. */
export function moveMemo(old: usize, slots: i32): void {
  for (let slot = 0; slot < slots; slot++) {
    const entry = old + ((<usize>slot) << 4);
    const key = load<u64>(entry);
    if (key === 0) continue;
    remember(
      <i32>(key >> 54),
      <i32>((key >> 28) & 0x3ffffff),
      <i32>(key & 0xfffffff),
      load<i32>(entry, 8),
    );
  }
}
