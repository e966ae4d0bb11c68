/**
 * The visited set: open-addressed shards in which a slot is a key or, where its first word is 0, a gap. A
 * key is a row itself, or its fingerprint. Which slot a key would like best grows with its hash, so that
 * keys that were neighbours are so in a larger set too.
 */

import * as field from '../fields';
import { at, chunkAt, put, read } from './access';

/** Two halves of 32 bits each: which slot of a shard, and which shard. */
@inline
export function hashOf(key: usize, bytes: i32): u64 {
  let hash: u64 = 0;
  for (let offset = 0; offset < bytes; offset += 4) {
    hash = (hash ^ <u64>load<u32>(key + offset)) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
  return hash * 0xd6e8feb86659fd93;
}

/** What stands for a row in a set of fingerprints: 64 bits, of which the lowest is always set. */
function fingerprintOf(row: usize, bytes: i32): u64 {
  let hash: u64 = 0x243f6a8885a308d3;
  for (let offset = 0; offset < bytes; offset += 4) {
    hash = (hash ^ <u64>load<u32>(row + offset)) * 0xff51afd7ed558ccd;
    hash ^= hash >> 29;
    hash = hash * 0xc4ceb9fe1a85ec53 + 0x165667b19e3779f9;
    hash ^= hash >> 32;
  }
  return hash | 1;
}

/** Writes the fingerprints of rows, one after the other. */
function fingerprint(rows: usize, count: i32, to: usize): void {
  const bytes = at(field.words) << 2;
  for (let index = 0; index < count; index++) {
    store<u64>(to + ((<usize>index) << 3), fingerprintOf(rows + <usize>index * bytes, bytes));
  }
}

@inline
export function slotIn(hash: u64, slots: u64): u32 {
  return <u32>(((hash & 0xffffffff) * slots) >> 32);
}

@inline
export function shardIn(hash: u64, shards: u64): u32 {
  return <u32>(((hash >> 32) * shards) >> 32);
}

/** Hashes the candidates of a chunk: to which shard each belongs, and from where on it is looked for. */
export function hash(chunk: i32): void {
  const my = chunkAt(chunk);
  const bytes = at(field.keyWords) << 2;
  const count = read(my, field.chunkFound);
  const shards = at(field.shardCount);
  let key = <usize>read(my, field.chunkKeys);
  const hashes = <usize>read(my, field.chunkHashes);
  const lists = <usize>read(my, field.chunkShards);
  const capacity = read(my, field.chunkCapacity);
  if (key !== <usize>read(my, field.chunkRows)) {
    fingerprint(<usize>read(my, field.chunkRows), count, key);
  }
  for (let shard = 0; shard < shards; shard++) put(my, field.chunkShardCounts + shard, 0);
  for (let index = 0; index < count; index++, key += bytes) {
    const hash = hashOf(key, bytes);
    store<u32>(hashes + (index << 2), <u32>hash);
    if (shards === 1) continue;
    const shard = shardIn(hash, shards);
    const length = read(my, field.chunkShardCounts + shard);
    store<u16>(lists + ((shard * capacity + length) << 1), <u16>index);
    put(my, field.chunkShardCounts + shard, length + 1);
  }
}

@inline
function isSame(left: usize, right: usize, bytes: i32): bool {
  for (let offset = 4; offset < bytes; offset += 4) {
    if (load<u32>(left + offset) !== load<u32>(right + offset)) return false;
  }
  return true;
}

/** Puts a key into a shard, beginning at the slot that it would like best; false if it is there. */
@inline
function note(from: usize, base: usize, end: usize, key: usize, bytes: i32): bool {
  const first = load<u32>(key);
  let slot = from;
  let found = load<u32>(slot);
  while (found !== 0) {
    if (found === first && isSame(slot, key, bytes)) return false;
    slot += bytes;
    if (slot === end) slot = base;
    found = load<u32>(slot);
  }
  for (let offset = 0; offset < bytes; offset += 4) {
    store<u32>(slot + offset, load<u32>(key + offset));
  }
  return true;
}

/** Candidates whose slots are read ahead of time together. */
export const portion = 32;

/** Kept only so that the reading ahead has an effect. */
export let touched: u32 = 0;

/**
 * Looks up the candidates of all chunks that belong to a shard, in order, and puts those that are new
 * into it. The slots of a portion are read before the first of them is needed: the processor then waits
 * for many places in memory at once instead of one by one.
 */
export function lookUp(shard: i32): void {
  const count = at(field.chunkCount);
  for (let chunk = 0; chunk < count; chunk++) lookUpChunk(shard, chunk);
}

function lookUpChunk(shard: i32, chunk: i32): void {
  const my = chunkAt(chunk);
  const bytes = at(field.keyWords) << 2;
  const isAlone = at(field.shardCount) === 1;
  const slots = <u64>at(field.slotsInShard);
  const base = shardAt(shard);
  const end = base + <usize>slots * bytes;
  const keys = <usize>read(my, field.chunkKeys);
  const hashes = <usize>read(my, field.chunkHashes);
  const isFresh = <usize>read(my, field.chunkIsFresh);
  const list =
    <usize>read(my, field.chunkShards) + (<usize>(shard * read(my, field.chunkCapacity)) << 1);
  const length = isAlone
    ? read(my, field.chunkFound)
    : read(my, field.chunkShardCounts + shard);
  let ahead = touched;
  let fresh = 0;
  for (let from = 0; from < length; from += portion) {
    const until = min(from + portion, length);
    for (let index = from; index < until; index++) {
      const number = isAlone ? index : <i32>load<u16>(list + (index << 1));
      const hash = <u64>load<u32>(hashes + (number << 2));
      ahead ^= load<u32>(base + <usize>slotIn(hash, slots) * bytes);
    }
    for (let index = from; index < until; index++) {
      const number = isAlone ? index : <i32>load<u16>(list + (index << 1));
      const hash = <u64>load<u32>(hashes + (number << 2));
      const slot = base + <usize>slotIn(hash, slots) * bytes;
      const isNew = note(slot, base, end, keys + <usize>number * bytes, bytes);
      store<u8>(isFresh + number, isNew ? 1 : 0);
      if (isNew) fresh++;
    }
  }
  put(my, field.chunkShardFresh + shard, fresh);
  touched = ahead;
}

/** Where a shard begins. */
@inline
export function shardAt(shard: u32): usize {
  return <usize>at(field.table) + <usize>shard * <usize>at(field.shardStride);
}

/** Puts keys into the visited set; where each is missed in the processor's cache, that is waited for. */
function takeIn(keys: usize, count: i32): void {
  const bytes = at(field.keyWords) << 2;
  const slots = <u64>at(field.slotsInShard);
  const shards = <u64>at(field.shardCount);
  const size = <usize>slots * bytes;
  let key = keys;
  for (let index = 0; index < count; index++, key += bytes) {
    const hash = hashOf(key, bytes);
    const base = shardAt(shardIn(hash, shards));
    note(base + <usize>slotIn(hash, slots) * bytes, base, base + size, key, bytes);
  }
}

const pageBytes = 4096;

/**
 * Writes to every page of a range that is zero. Were a new page read first, it would be mapped twice, the
 * second time with a word to every other processor: threads would wait for each other.
 */
function touch(from: usize, end: usize): void {
  for (let page = from; page < end; page += pageBytes) store<u32>(page, 0);
}

/**
 * Spreads the keys of a shard over its present, larger number of slots, in place: from the last slot to
 * the first, each key goes to a place behind all that are still to be moved. The few for which that isn't
 * so, at the very beginning and where the end is reached, are put aside and taken in last. Where there
 * are more of them than there is room for, the set is to be filled anew.
 */
export function spread(shard: i32): void {
  const bytes = at(field.keyWords) << 2;
  const slots = <u64>at(field.slotsInShard);
  const base = shardAt(shard);
  const end = base + <usize>slots * bytes;
  const firstNew = base + <usize>at(field.slotsBefore) * bytes;
  touch(firstNew, end);
  const capacity = at(field.asideCapacity);
  const aside = <usize>at(field.aside) + <usize>shard * <usize>capacity * bytes;
  let putAside = 0;
  for (let from = firstNew; from > base; ) {
    from -= bytes;
    if (load<u32>(from) === 0) continue;
    let slot = base + <usize>slotIn(hashOf(from, bytes), slots) * bytes;
    if (slot <= from) slot = end;
    while (slot !== end && load<u32>(slot) !== 0) slot += bytes;
    if (slot === end) {
      if (putAside === capacity) {
        store<i32>(field.control + (field.isSpreadInVain << 2), 1);
        return;
      }
      slot = aside + <usize>putAside * bytes;
      putAside++;
    }
    for (let offset = 0; offset < bytes; offset += 4) {
      store<u32>(slot + offset, load<u32>(from + offset));
      store<u32>(from + offset, 0);
    }
  }
  takeIn(aside, putAside);
}
