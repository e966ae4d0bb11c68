/** What is missed in a chunk: things that the tables don't tell, each noted once. */

import * as field from '../fields';

let notesAt: usize = 0;
let noted: i32 = 0;

/** Begins with the notes of another chunk. */
export function beginMisses(at: usize): void {
  notesAt = at;
  noted = 0;
}

/** Notes that something isn't known yet, as long as there is room for notes. */
export function miss(kind: i32, left: i32, right: i32): void {
  const bytes = field.missLength << 2;
  const to = notesAt + noted * bytes;
  for (let note = notesAt; note < to; note += bytes) {
    if (load<i32>(note) !== kind) continue;
    if (load<i32>(note, 4) === left && load<i32>(note, 8) === right) return;
  }
  if (noted === field.mostMissesInChunk) return;
  store<i32>(to, kind);
  store<i32>(to, left, 4);
  store<i32>(to, right, 8);
  noted++;
}

/** How many things were noted. */
export function missCount(): i32 {
  return noted;
}
