/** What is known of a model that was not explored at all. */

import type { Findings, StopCause } from './findings.types.ts';

/** Findings without a single state, and why there are none: every verdict is unknown. */
export function unexplored(stoppedBy: StopCause): Findings {
  return {
    complete: false,
    stoppedBy,
    states: 0,
    transitions: 0,
    depth: 0,
    seconds: 0,
    bytesPerState: 0,
    verdicts: {},
    charted: [],
    taken: [],
    guarded: [],
    guardOutcomes: [],
    faultsNeverSeen: [],
    antecedentsNeverSeen: [],
    orderDependent: [],
    growing: [],
    reductions: [],
  };
}
