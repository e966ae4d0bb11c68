/** What a search under partial order reduction did, and what kept it from leaving out more. */

import type { Obstacle } from './obstacles.ts';

/** Counts of one pass; each step is enabled in a row that is kept, or in a state that is passed through. */
export interface Tally {
  /** Steps that were enabled: once for a row, but each time that a state is passed through. */
  enabled: number;
  /** How often steps were taken; `again` says how often of these in a row that had taken them before. */
  taken: number;
  again: number;
  /** The enabled steps that slept. */
  asleep: number;
  /** How often a state was passed through. */
  passed: number;
  /** The rows of which all steps had to be taken as far as they didn't sleep, by what was in the way. */
  readonly full: Map<Obstacle, number>;
  /** Rows on cycles, where nothing sleeps. */
  awake: number;
}

/** A tally before anything was done. */
export function emptyTally(): Tally {
  return { enabled: 0, taken: 0, again: 0, asleep: 0, passed: 0, full: new Map(), awake: 0 };
}
