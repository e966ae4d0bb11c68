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

/** The slot at which a row is looked for first. */
@inline
function slotOf(hash: u64, slotBytes: i32): usize {
  const base = shardAt(shardIn(hash, <u64>at(field.shardCount)));
  return base + <usize>slotIn(hash, <u64>at(field.slotsInShard)) * slotBytes;
}

/** The number of a row; -1 where it has none. */
function numberOf(row: usize, bytes: i32): i32 {
  const slotBytes = bytes + numberBytes;
  const hash = hashOf(row, bytes);
  const base = shardAt(shardIn(hash, <u64>at(field.shardCount)));
  const end = base + <usize>at(field.slotsInShard) * slotBytes;
  let slot = slotOf(hash, slotBytes);
  while (load<u32>(slot) !== 0) {
    if (!differs(slot, row, bytes)) return load<i32>(slot + bytes);
    slot += slotBytes;
    if (slot === end) slot = base;
  }
  return -1;
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
  const targets = <usize>read(my, field.chunkHashes);
  const kinds = <usize>read(my, field.chunkPlaces);
  const counts = <usize>read(my, field.chunkEdgeCounts);
  const found = read(my, field.chunkFound);
  beginCounts(my, counts, first);
  let ahead = glanced;
  let row = -1;
  let firstOfRow = 0;
  let edges = 0;
  for (let from = 0; from < found; from += portion) {
    const until = min(from + portion, found);
    for (let index = from; index < until; index++) {
      const hash = hashOf(candidates + <usize>index * bytes, bytes);
      ahead ^= load<u32>(slotOf(hash, bytes + numberBytes));
    }
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
      const target = numberOf(candidate, bytes);
      let twin = firstOfRow;
      while (twin < edges && !isEdge(targets, kinds, twin, target, kind)) twin++;
      if (twin < edges) continue;
      store<i32>(targets + (edges << 2), target);
      store<i32>(kinds + (edges << 2), kind);
      edges++;
      const counted = counts + ((row - first) << 2);
      store<i32>(counted, load<i32>(counted) + 1);
    }
  }
  put(my, field.chunkFresh, edges);
  glanced = ahead;
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
