/** What is known of a model that was not explored at all. */

import { nothingKnown } from '../engine/not-begun.ts';
import type { Findings, StopCause } from './findings.types.ts';

/** Findings without a single state, and why there are none: every verdict is unknown. */
export function unexplored(stoppedBy: StopCause): Findings {
  return {
    ...nothingKnown,
    stoppedBy,
    verdicts: {},
    charted: [],
    taken: [],
    guarded: [],
    guardOutcomes: [],
    faultsNeverSeen: [],
  };
}
