/** How a model is to be explored, and what comes of it. */

import type { Action } from '../state/action.ts';
import type { Growth } from './growth.ts';
import type { LeftOut } from './partial-order/tally.ts';
import type { Ending, SearchOptions } from './search.types.ts';
import type { World } from './world.ts';

/** How a model is to be explored. */
export interface ExploreOptions extends SearchOptions {
  /** Whether to go on to exhaustion whatever is violated. */
  readonly keepGoing: boolean;
  /** Properties whose violation doesn't end the search (R17); default: none. */
  readonly expected?: ReadonlySet<string>;
  /** The lengths of shortest runs to some of these; of another length one ends the search. Default: none. */
  readonly pinned?: ReadonlyMap<string, number>;
  /** The properties that runs are wanted to; default: all. Looking for runs takes time and memory. */
  readonly traced?: ReadonlySet<string>;
  /** What the search may leave out; default: nothing. */
  readonly reduce?: ReadonlySet<Reduction>;
  /** A world of this model that was used before, and numbers things its own way; default: a new one. */
  readonly world?: World;
}

/**
 * A way to look at fewer states: one for all that permutations of interchangeable ids make of it; or
 * only some of the orders of steps that commute.
 */
export type Reduction = 'symmetry' | 'partial-order';

/** What is known of a property after a search. */
export type PropertyVerdict =
  /** `run` leads to a witness of a `sometimes`; null for every other kind, and where none is wanted. */
  | { readonly verdict: 'holds'; readonly run: readonly Action[] | null }
  | Violated
  | { readonly verdict: 'unknown' };

/** How a property is violated. */
export interface Violated {
  readonly verdict: 'violated';
  /** The length of the shortest runs to the violation; null for a `sometimes` without a witness. */
  readonly steps: number | null;
  /** The canonical one of these runs; null also where none is wanted. */
  readonly run: readonly Action[] | null;
  /** A violation of liveness goes on for ever: its steps beyond so many again and again. */
  readonly loop?: number;
}

/** The outcome of a search. */
export interface Exploration extends Ending {
  /**
   * Whether the depth and the lengths of runs are exact. Otherwise no state that was kept is farther away
   * than the depth, others may be; and shorter runs may exist.
   */
  readonly isShortest: boolean;
  /** Every property of the model, and `Deadlock`. */
  readonly verdicts: ReadonlyMap<string, PropertyVerdict>;
  /**
   * Chart transitions that hosts' machines took, as `<machine>: <transition>`, and how their guards
   * were answered, as `<machine>: <transition> guard true` or `… guard false`.
   */
  readonly taken: ReadonlySet<string>;
  /** Labels of the actions that happened, see `labelOf`. */
  readonly happened: ReadonlySet<string>;
  /** The `leadsTo` properties whose `from` holds in no state: they say nothing. */
  readonly antecedentsNeverSeen: readonly string[];
  /** Host steps that depend on the order of local messages (R1), as `<host> on <event>`. */
  readonly orderDependent: readonly string[];
  /** What kept growing until a limit ended the search. */
  readonly growing: readonly Growth[];
  /** What was left out by reductions that were asked for or may have been, in words. */
  readonly reductions: readonly string[];
  /** What partial order reduction did, where it was asked for. */
  readonly leftOut?: LeftOut;
}
