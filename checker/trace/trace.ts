/** A trace: the actions of one run with every state that it passes through, and what it is meant to show. */

import type { Message } from '../machine/local.ts';
import type { ModelParameters } from '../model/model.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';

/** What the store is expected to answer when a trace is replayed on it. */
export type RecordedAnswer =
  | { readonly answer: 'confirmed' }
  /** The store refuses the numbered step: what the spec allows there has no counterpart in it. */
  | { readonly answer: 'fixed'; readonly step: number }
  /** After the numbered step the store is in another state than the spec. */
  | { readonly answer: 'spec-only'; readonly step: number }
  | { readonly answer: 'storeless' };

/** Where a run stands, and what was observed on the way there (what monitors are shown, in order). */
export interface TracePoint {
  readonly state: State;
  readonly log: readonly Message[];
}

/** One action of a run, and where it leads. */
export interface TraceStep extends TracePoint {
  readonly action: Action;
}

/** A run of a model, and what it shows. Its steps are numbered from 1; the start is step 0. */
export interface Trace {
  readonly model: string;
  readonly parameters: ModelParameters;
  /** In words, the bounds that the model was explored within. */
  readonly scope: string;
  /** The property that the last step violates; of a run without end, the whole run. */
  readonly property: string;
  /** Which of the property's conjuncts are false in the last state, where it has conjuncts. */
  readonly failing: readonly string[];
  /** Null while no store was asked. */
  readonly replay: RecordedAnswer | null;
  /** The system's partitions: what the `grouping` of an action or a state counts into. */
  readonly groupings: readonly (readonly (readonly string[])[])[];
  readonly start: TracePoint;
  readonly steps: readonly TraceStep[];
  /**
   * Null for a run that ends. Else the run goes on from its last state as from the state after this
   * many steps, which is the same: once round is written down. If these are all the steps there are,
   * the run stays where it is for ever.
   */
  readonly loop: number | null;
}
