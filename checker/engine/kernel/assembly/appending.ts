/** From new candidates to rows of the next level. */

import * as field from '../fields';
import { at, chunkAt, put, read } from './access';
import { isAnyOpen } from './combination';

/**
 * Makes rows of the new candidates of a chunk, and flags those about which some question is open. No
 * more than `chunkFresh` are taken.
 */
export function append(chunk: i32): void {
  const my = chunkAt(chunk);
  const bytes = at(field.words) << 2;
  const rows = <usize>read(my, field.chunkRows);
  const origins = <usize>read(my, field.chunkOrigins);
  const isFresh = <usize>read(my, field.chunkIsFresh);
  const flaggedRows = <usize>read(my, field.chunkFlaggedRows);
  const found = read(my, field.chunkFound);
  const parents = <usize>at(field.roundRows);
  let out = read(my, field.chunkOut);
  const end = out + read(my, field.chunkFresh);
  let row = <usize>at(field.outRows) + <usize>out * bytes;
  let diff = <usize>at(field.outDiffs) + <usize>out * bytes;
  let flagged = 0;
  for (let index = 0; index < found && out < end; index++) {
    if (load<u8>(isFresh + index) === 0) continue;
    const from = rows + <usize>index * bytes;
    const origin = load<u32>(origins + (index << 2));
    const parent = parents + <usize>(origin >>> 8) * bytes;
    for (let offset = 0; offset < bytes; offset += 4) {
      const word = load<u32>(from + offset);
      store<u32>(row + offset, word);
      store<u32>(diff + offset, word ^ load<u32>(parent + offset));
    }
    store<i32>(<usize>at(field.outActors) + (out << 2), origin & 255);
    if (isAnyOpen(row, diff)) {
      store<i32>(flaggedRows + (flagged << 2), out);
      flagged++;
    }
    row += bytes;
    diff += bytes;
    out++;
  }
  put(my, field.chunkFlagged, flagged);
}
