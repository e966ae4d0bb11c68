/** What is known of a model that was not explored at all. */

import { nothingKnown } from '../engine/not-begun.ts';
import type { Findings, Progress, StopCause } from './findings.types.ts';

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

/** How far a search had come that was broken off, and when that was; null where it had told nothing. */
export type LastProgress = { readonly progress: Progress; readonly seconds: number } | null;

/** What is known of a model whose search was broken off: how far it had come when it last told. */
export function brokenOff(stoppedBy: StopCause, last: LastProgress): Findings {
  const nothing = unexplored(stoppedBy);
  if (last === null) return { ...nothing, reductions: [`${lost}, before it told how far it was`] };
  const { states, transitions, depth, bytes } = last.progress;
  return {
    ...nothing,
    states,
    transitions,
    depth,
    seconds: last.seconds,
    bytesPerState: bytes / Math.max(1, states),
    reductions: [`${lost}: it had come so far when it told last`],
  };
}

const lost = 'the search was broken off, and what it had found of the properties is lost';
