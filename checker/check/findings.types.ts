/** What an exploration found, as plain data that can cross from one thread to another. */

import type {
  Ending,
  Growth,
  Reduction,
  Resumed,
  SearchProgress,
  Violated,
} from '../engine/explore.ts';
import type { CheckpointUse } from './checkpoint-use.ts';
import type { LeftOut } from '../engine/partial-order/tally.ts';
import type { Json } from '../json.ts';
import type { KeyKind } from '../engine/visited-set.ts';

export type {
  Growth,
  Reduction,
  Resumed,
  SearchStage,
  StopCause,
} from '../engine/explore.ts';

/** What is known of one property after a search. */
export type Verdict = { readonly verdict: 'holds' } | Violated | { readonly verdict: 'unknown' };

/** What an exploration found. */
export interface Findings extends Ending {
  /**
   * Whether depth and lengths of runs are exact; default: they are. Otherwise the depth bounds only how
   * far away the states are that were kept, and shorter runs may exist.
   */
  readonly isShortest?: boolean;
  /** Every property that was looked at, `Deadlock` included. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** The chart transitions of the hosts' machines, `<machine>: <transition>`; monitors left out. */
  readonly charted: readonly string[];
  /** Those of `charted` that were taken. */
  readonly taken: readonly string[];
  /** Those of `charted` that have a guard. */
  readonly guarded: readonly string[];
  /** The outcomes of these guards that were seen, see `guardOutcomes`. */
  readonly guardOutcomes: readonly string[];
  /** Kinds of fault that the model allows, and inputs that it gives a budget for, that never happened. */
  readonly faultsNeverSeen: readonly string[];
  /** The `leadsTo` properties whose `from` never held. */
  readonly antecedentsNeverSeen: readonly string[];
  /** Host steps that depend on the order of local messages (the lint of R1), in words. */
  readonly orderDependent: readonly string[];
  /** What kept growing until a limit ended the search; empty for one that ended otherwise. */
  readonly growing: readonly Growth[];
  /** What the search left out by reductions, in words. */
  readonly reductions: readonly string[];
  /** What the search went on from, before the `seconds` that it took; default: the initial state. */
  readonly resumedFrom?: Resumed;
  /** The initial state, to be compared with that of the same model in another thread. */
  readonly beginning?: Json;
  /** What partial order reduction did, where it was asked for. */
  readonly leftOut?: LeftOut;
  /** What the machines did, as a text to compare with that of another exploration, where it was asked for. */
  readonly steps?: string;
}

/** The limits of a run, as opposed to the scope of a model; null is none (R16). */
export interface Limits {
  readonly maxStates: number | null;
  readonly maxDepth: number | null;
  readonly maxSeconds: number | null;
}

/** How far a check has come. */
export interface Progress extends SearchProgress {
  /** The used part of the nearest limit, from 0 to 1; null where there is no limit. */
  readonly share: number | null;
}

/** By what means a search goes about it; what it finds is the same. */
export interface Means {
  /** How many threads explore together. */
  readonly workers: number;
  readonly store: KeyKind;
  /** Beyond so many bytes rows go to a file; null is never. */
  readonly memory: number | null;
}

/** What an explorer is told beside the model. */
export interface Task {
  readonly limits: Limits;
  readonly keepGoing: boolean;
  /** Properties whose violation doesn't end the search (R17). */
  readonly expected: readonly string[];
  /** How long the shortest runs to some of these must be; one of another length ends it. Default: anything. */
  readonly pinned?: Readonly<Record<string, number>>;
  /** Properties that a run is wanted to, where they are violated. */
  readonly traced: readonly string[];
  /** What may be left out. */
  readonly reduce: readonly Reduction[];
  readonly means: Means;
  /** Default: none are written. */
  readonly checkpoints?: CheckpointUse;
  /** Whether what the machines did is to be compared with another exploration. Default: it is not. */
  readonly tellsSteps?: boolean;
}
