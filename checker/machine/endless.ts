/** A machine whose step goes on without end, seen by how many transitions it takes. */

import { BrokenModel } from '../broken-model.ts';

/** More microsteps than this in one step are taken for a loop; those that end take a handful. */
export const mostMicrosteps = 10_000;

/** A loop of more transitions than these is told by some of them. */
const mostNamed = 6;

/** The error of a step without end; `names` are those of its last transitions. */
export function endless(names: readonly string[]): BrokenModel {
  const distinct = [...new Set(names.toReversed())].slice(0, mostNamed).toReversed();
  return new BrokenModel(
    `one step has taken more than ${mostMicrosteps} transitions, the last of them ${distinct.join(', ')}. Likely cause: an 'always' transition that leads back to itself, or a raised event that raises itself again, without end. Give it a guard that ends it`,
    {},
  );
}
