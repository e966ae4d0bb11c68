/** Puts representatives in the place of the candidates of a round. */

import type { Candidates } from '../candidates.ts';
import type { Layout } from '../layout.ts';
import type { Symmetry } from './symmetry.ts';

/** The representatives of the candidates, as rows of numbers. */
export function representativesOf(
  symmetry: Symmetry,
  candidates: Candidates,
  layout: Layout,
): Int32Array {
  const numbers = new Int32Array(candidates.count * layout.width);
  let to = 0;
  candidates.each((at) => {
    layout.unpack(candidates.ints, at, numbers.subarray(to));
    to += layout.width;
  });
  symmetry.represent(numbers);
  return numbers;
}

/** Replaces the candidates by what `representativesOf` answered. */
export function replaceCandidates(
  candidates: Candidates,
  layout: Layout,
  representatives: Int32Array,
): void {
  const { ints } = candidates;
  let from = 0;
  candidates.each((at, origin) => {
    layout.pack(representatives.subarray(from), ints, at);
    from += layout.width;
    // What kind of step led to a state says nothing of its representative.
    ints[origin] = (ints[origin] ?? 0) & ~255;
  });
}
