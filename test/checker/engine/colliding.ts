/** Lists of two integers that all have one hash, though their first integers differ. */

import { hashOf } from '../../../checker/engine/numbers-by-hash.ts';

/** What the hash of a list of two has come to after the first. */
function midway(first: number): number {
  const mixed = Math.imul(2 ^ first, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** For each of some first integers a list of two, with the hash of a list that begins with the first of them. */
export function collidingPairs(firsts: readonly number[], last: number): (readonly number[])[] {
  const [one = 0] = firsts;
  const pairs = firsts.map((first) => [first, last ^ midway(one) ^ midway(first)]);
  const hashes = new Set(pairs.map((pair) => hashOf(Int32Array.from(pair), 0, 2)));
  if (hashes.size > 1) throw new Error('these lists were meant to have one hash');
  return pairs;
}

/** Rows for columns of 31 bits each that have one hash once they are packed. */
export function collidingRows(): readonly Int32Array[] {
  const firsts = Array.from({ length: 40 }, (_, index) => index * 1000);
  // The lowest bit of the first word of a packed row is always set.
  return collidingPairs(
    firsts.map((first) => (first << 1) | 1),
    12_345,
  )
    .filter(([, second = 0]) => second >= 0)
    .map(([first = 0, second = 0]) => Int32Array.of(first >>> 1, second));
}
