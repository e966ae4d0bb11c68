/** What random walks are told and what they tell, as plain data that can cross between threads. */

import type { Action } from '../state/action.ts';
import type { SeenData } from './seen-states.ts';

/** How a walk chooses among what is enabled. */
export type StrategyName = 'uniform' | 'pct' | 'guided';

/** What makes walks what they are: with the model and a walk's number it decides every step. */
export interface WalkPlan {
  /** A whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  /** The most steps of a walk. */
  readonly depth: number;
  readonly strategy: StrategyName;
  /** How likely a fault is to be chosen beside an action that is none; `pct` takes no notice. */
  readonly faultWeight: number;
  /** How often `pct` lowers a priority in a walk: one less than the depth of the bugs it aims at. */
  readonly changes: number;
}

/** The choices that a walk began with: for each step the place of the action in its state's list. */
export type Prefix = Uint32Array;

/** Walks that are asked for: their numbers from `first` on. */
export interface WalkRange {
  readonly first: number;
  readonly count: number;
  /** Prefixes that join the corpus before the first of them. */
  readonly corpus: readonly Prefix[];
  /** Whether the walks are judged and counted, or only made for the corpus. */
  readonly counts: boolean;
  /** Whether the actions of the last of them are told. */
  readonly tells: boolean;
}

/** A property that a walk showed: it violates it, or witnesses a `sometimes`. */
export interface WalkFinding {
  readonly property: string;
  readonly walk: number;
  /** How many steps of the walk it took. */
  readonly steps: number;
  /** The same without the steps that only led back to where the walk had been. */
  readonly run: readonly Action[];
}

/** An abstract state that this thread met for the first time. */
export interface Novelty {
  readonly abstract: number;
  readonly walk: number;
  /** Null where the strategy has no corpus. */
  readonly prefix: Prefix | null;
}

/** What became of some walks. */
export interface WalkReport {
  readonly walks: number;
  readonly steps: number;
  readonly longest: number;
  /** In the order of walks; a property is found at most once a thread. */
  readonly findings: readonly WalkFinding[];
  readonly novelties: readonly Novelty[];
  /** The actions of the last walk, where that was asked for. */
  readonly told: readonly Action[];
}

/** What all walks of one thread came by. */
export interface WalkTally {
  readonly seen: SeenData;
  /** Chart transitions of hosts' machines that were taken, as `<machine>: <transition>`. */
  readonly taken: readonly string[];
  /** Labels of the actions that happened, see `labelOf`. */
  readonly happened: readonly string[];
}
