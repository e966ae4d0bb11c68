/** What a search under partial order reduction did, and what kept it from leaving out more. */

import type { Obstacle } from './obstacles.ts';

/** Counts of one pass. Steps are enabled in rows, and in states each time these are passed through. */
export interface Tally {
  /** Whether anything may sleep. */
  readonly letsSleep: boolean;
  enabled: number;
  /** How often steps were taken; `retaken` says how often of these from a row that had taken them before. */
  taken: number;
  retaken: number;
  /** The enabled steps that slept. */
  asleep: number;
  /** How often a state was passed through. */
  passed: number;
  /** The rows of which all steps had to be taken as far as they didn't sleep, by what was in the way. */
  readonly inFull: Map<Obstacle, number>;
  /** Rows on cycles, where nothing sleeps. */
  onCycles: number;
}

/** A tally before anything was done. */
export function emptyTally(letsSleep: boolean): Tally {
  const counts = { enabled: 0, taken: 0, retaken: 0, asleep: 0, passed: 0, onCycles: 0 };
  return { ...counts, letsSleep, inFull: new Map() };
}

/** What is told of the last pass of a search, as plain data. */
export interface LeftOut extends Readonly<Omit<Tally, 'inFull'>> {
  readonly inFull: Readonly<Partial<Record<Obstacle, number>>>;
  /** How many different states were met that aren't kept. */
  readonly notKept: number;
  /** The number of that pass, from 1. */
  readonly passes: number;
}

/** A tally as plain data, what was in the way most often first. */
export function leftOut(
  { inFull, ...counts }: Tally,
  more: Pick<LeftOut, 'notKept' | 'passes'>,
): LeftOut {
  const sorted = [...inFull].toSorted(([, one], [, other]) => other - one);
  return { ...counts, ...more, inFull: Object.fromEntries(sorted) };
}
