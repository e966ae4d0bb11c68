/**
 * The graph that a search went through: which number the row has that a candidate is, and the edges that
 * makes. Numbers stand in open-addressed shards like those of the visited set, but a slot is a row and,
 * behind it, its number.
 */

import * as field from '../fields';
import { at, chunkAt, differs, put, read } from './access';
import { hashOf, portion, shardAt, shardIn, slotIn } from './visited';

const numberBytes = 4;

/** Kept only so that the reading ahead has an effect. */
export let glanced: u32 = 0;

/** Puts the rows of all chunks that belong to a shard into it. No row may come twice; there must be room. */
export function enroll(shard: i32): void {
  const count = at(field.chunkCount);
  for (let chunk = 0; chunk < count; chunk++) enrollChunk(shard, chunk);
}

function enrollChunk(shard: i32, chunk: i32): void {
  const my = chunkAt(chunk);
  const bytes = at(field.keyWords) << 2;
  const slotBytes = bytes + numberBytes;
  const slots = <u64>at(field.slotsInShard);
  const base = shardAt(shard);
  const end = base + <usize>slots * slotBytes;
  const rows = <usize>read(my, field.chunkRows);
  const hashes = <usize>read(my, field.chunkHashes);
  const first = read(my, field.chunkOut);
  const isAlone = at(field.shardCount) === 1;
  const list =
    <usize>read(my, field.chunkShards) + (<usize>(shard * read(my, field.chunkCapacity)) << 1);
  const length = isAlone
    ? read(my, field.chunkFound)
    : read(my, field.chunkShardCounts + shard);
  let ahead = glanced;
  for (let from = 0; from < length; from += portion) {
    const until = min(from + portion, length);
    for (let index = from; index < until; index++) {
      const place = isAlone ? index : <i32>load<u16>(list + (index << 1));
      const hash = <u64>load<u32>(hashes + (place << 2));
      ahead ^= load<u32>(base + <usize>slotIn(hash, slots) * slotBytes);
    }
    for (let index = from; index < until; index++) {
      const place = isAlone ? index : <i32>load<u16>(list + (index << 1));
      const hash = <u64>load<u32>(hashes + (place << 2));
      let slot = base + <usize>slotIn(hash, slots) * slotBytes;
      while (load<u32>(slot) !== 0) {
        slot += slotBytes;
        if (slot === end) slot = base;
      }
      const row = rows + <usize>place * bytes;
      for (let offset = 0; offset < bytes; offset += 4) {
        store<u32>(slot + offset, load<u32>(row + offset));
      }
      store<i32>(slot + bytes, first + place);
    }
  }
  glanced = ahead;
}

/** The number of a row that belongs to a shard, looked for from a slot on; -1 where it has none. */
@inline
function numberOf(row: usize, bytes: i32, shard: i32, first: usize): i32 {
  const slotBytes = bytes + numberBytes;
  let slot = first;
  while (load<u32>(slot) !== 0) {
    if (!differs(slot, row, bytes)) return load<i32>(slot + bytes);
    slot += slotBytes;
    const base = shardAt(shard);
    if (slot === base + <usize>at(field.slotsInShard) * slotBytes) slot = base;
  }
  return -1;
}

/** Finds out where candidates of a chunk are to be looked for: from which slot on, and in which shard. */
@inline
function seek(my: usize, from: i32, until: i32): void {
  const bytes = at(field.words) << 2;
  const candidates = <usize>read(my, field.chunkRows);
  const slotAt = <usize>read(my, field.chunkSlots);
  const shardOf = <usize>read(my, field.chunkShardOf);
  const shards = <u64>at(field.shardCount);
  const slots = <u64>at(field.slotsInShard);
  let ahead = glanced;
  for (let index = from; index < until; index++) {
    const hash = hashOf(candidates + <usize>index * bytes, bytes);
    const shard = shardIn(hash, shards);
    const slot = shardAt(shard) + <usize>slotIn(hash, slots) * (bytes + numberBytes);
    store<u32>(slotAt + (index << 2), <u32>slot);
    store<u8>(shardOf + index, <u8>shard);
    ahead ^= load<u32>(slot);
  }
  glanced = ahead;
}

/**
 * Makes edges of the candidates of a chunk, in their order: targets and kinds take the places of hashes and
 * of steps, and of each row of the chunk is told how many it has, -1 where it is late. An edge without a
 * label that leads nowhere else is left out, and so is one that is like another of its row.
 */
export function link(chunk: i32): void {
  const my = chunkAt(chunk);
  const bytes = at(field.words) << 2;
  const first = chunk * at(field.rowsInChunk);
  const rows = <usize>at(field.roundRows);
  const kindOf = <usize>at(field.kinds);
  const candidates = <usize>read(my, field.chunkRows);
  const origins = <usize>read(my, field.chunkOrigins);
  const slotAt = <usize>read(my, field.chunkSlots);
  const targets = <usize>read(my, field.chunkHashes);
  const kinds = <usize>read(my, field.chunkPlaces);
  const counts = <usize>read(my, field.chunkEdgeCounts);
  const shardOf = <usize>read(my, field.chunkShardOf);
  const edgeSet = <usize>read(my, field.chunkEdgeSet);
  const room = <u64>read(my, field.chunkCapacity);
  const found = read(my, field.chunkFound);
  beginCounts(my, counts, first);
  memory.fill(edgeSet, 0, (<usize>room) << 2);
  let row = -1;
  let firstOfRow = 0;
  let edges = 0;
  for (let from = 0; from < found; from += portion) {
    const until = min(from + portion, found);
    // There are no more edges than candidates so far: targets write over no slot that is still to be read.
    seek(my, from, until);
    for (let index = from; index < until; index++) {
      const candidate = candidates + <usize>index * bytes;
      const parent = <i32>(load<u32>(origins + (index << 2)) >>> 8);
      if (parent !== row) {
        row = parent;
        firstOfRow = edges;
      }
      const kind = load<i32>(kindOf + (<usize>load<u32>(kinds + (index << 2)) << 2));
      const isLabelled = (kind & field.kindLabel) !== 0;
      if (!isLabelled && !differs(candidate, rows + <usize>row * bytes, bytes)) continue;
      const slot = <usize>load<u32>(slotAt + (index << 2));
      const target = numberOf(candidate, bytes, load<u8>(shardOf + index), slot);
      const mixed = (<u32>target * 0x9e3779b1) ^ (<u32>kind * 0x85ebca6b);
      let place = <usize>((<u64>mixed * room) >> 32);
      // An edge's number plus 1; what is left there of rows before this one counts as nothing.
      let twin = load<i32>(edgeSet + (place << 2));
      while (twin > firstOfRow && !isEdge(targets, kinds, twin - 1, target, kind)) {
        place++;
        if (place === <usize>room) place = 0;
        twin = load<i32>(edgeSet + (place << 2));
      }
      if (twin > firstOfRow) continue;
      store<i32>(edgeSet + (place << 2), edges + 1);
      store<i32>(targets + (edges << 2), target);
      store<i32>(kinds + (edges << 2), kind);
      edges++;
      const counted = counts + ((row - first) << 2);
      store<i32>(counted, load<i32>(counted) + 1);
    }
  }
  put(my, field.chunkFresh, edges);
}

@inline
function isEdge(targets: usize, kinds: usize, edge: i32, target: i32, kind: i32): bool {
  return load<i32>(targets + (edge << 2)) === target && load<i32>(kinds + (edge << 2)) === kind;
}

/** Rows have no edges to begin with, and late ones are marked. */
function beginCounts(my: usize, counts: usize, first: i32): void {
  memory.fill(counts, 0, <usize>at(field.rowsInChunk) << 2);
  const lateRows = <usize>read(my, field.chunkLateRows);
  const late = read(my, field.chunkLate);
  for (let index = 0; index < late; index++) {
    const row = load<i32>(lateRows + (index << 2)) - first;
    store<i32>(counts + (row << 2), -1);
  }
}
