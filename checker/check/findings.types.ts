/** What an exploration found, as plain data that can cross from one thread to another. */

import type { Action } from '../state/action.ts';

/** What is known of one property after a search. */
export type Verdict =
  | { readonly verdict: 'holds' }
  /** `run` is a shortest run to the violation; null for a `sometimes` that was never witnessed. */
  | { readonly verdict: 'violated'; readonly run: readonly Action[] | null }
  | { readonly verdict: 'unknown' };

/** Why a search ended before it had seen everything. */
export type Stop =
  | 'max-states'
  | 'max-depth'
  | 'max-seconds'
  | 'memory'
  | 'violation'
  | 'interrupted';

/** What an exploration found. */
export interface Findings {
  readonly complete: boolean;
  readonly stoppedBy: Stop | null;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  readonly bytesPerState: number;
  /** Every property that was looked at, `Deadlock` included. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** The chart transitions of the hosts' machines, `<machine>: <transition>`; monitors left out. */
  readonly charted: readonly string[];
  /** Those of `charted` that were taken. */
  readonly taken: readonly string[];
  /** Kinds of fault that the model allows and that never happened. */
  readonly faultsNeverSeen: readonly string[];
  /** Host steps that depend on the order of local messages (the lint of R1), in words. */
  readonly orderDependent: readonly string[];
}

/** How far a search has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States that were found and not yet expanded. */
  readonly queue: number;
  readonly bytes: number;
  /** The used part of the nearest limit, from 0 to 1; null where there is no limit. */
  readonly share: number | null;
}

/** The limits of a run, as opposed to the scope of a model; null is none (R16). */
export interface Limits {
  readonly maxStates: number | null;
  readonly maxDepth: number | null;
  readonly maxSeconds: number | null;
}

/** What an explorer is told beside the model. */
export interface Task {
  readonly limits: Limits;
  readonly keepGoing: boolean;
  /** Properties whose violation doesn't end the search (R17). */
  readonly expected: readonly string[];
}
