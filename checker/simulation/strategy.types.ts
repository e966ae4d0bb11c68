/** What a strategy is: which of the enabled steps a walk takes next. */

import type { Random } from './random.ts';
import type { Walker } from './walker.ts';

/** Chooses the steps of one walk after the other. */
export interface Strategy {
  /** Is told that a walk begins; all that is random about it comes from `random`. */
  readonly begin: (random: Random) => void;
  /**
   * The step to take out of `count` that are listed, at least one; -1 ends the walk. `step` is how
   * many the walk has taken.
   */
  readonly choose: (walker: Walker, count: number, step: number) => number;
}
