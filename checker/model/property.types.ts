/** What a property of a model is, as data (R11, R14). */

import type { AnyStateMachine } from 'xstate';
import type { Action } from '../state/action.ts';
import type { View } from '../state/view.ts';

/** A question about one state. Must depend on nothing but the view. */
export type Predicate = (view: View) => boolean;

/** A question about one transition. Must depend on nothing but its arguments. */
export type StepPredicate = (before: View, action: Action, after: View) => boolean;

/** The parts of a predicate, by name; they must all hold. */
export type Conjuncts = Readonly<Record<string, Predicate>>;

/** What a property of single states says of itself. */
export interface Reading {
  /**
   * The only hosts that it reads: their machines, and nothing in flight. Reading anything else is an
   * error. Partial order reduction needs to know. Default: it may read anything.
   */
  readonly over?: readonly string[];
}

/** A property of a model. */
export type Property =
  | ({
      readonly kind: 'always';
      readonly holds: Predicate;
      readonly conjuncts?: Conjuncts;
    } & Reading)
  | ({ readonly kind: 'never'; readonly holds: Predicate } & Reading)
  | ({ readonly kind: 'sometimes'; readonly holds: Predicate } & Reading)
  | { readonly kind: 'whenQuiet'; readonly holds: Predicate }
  | { readonly kind: 'everyStep'; readonly holds: StepPredicate }
  | { readonly kind: 'monitored'; readonly machine: AnyStateMachine }
  | LivenessProperty;

/** A property of whole runs, which only a run without end can violate; judged under the model's fairness. */
export type LivenessProperty =
  | { readonly kind: 'eventually'; readonly holds: Predicate }
  | { readonly kind: 'leadsTo'; readonly from: Predicate; readonly to: Predicate }
  | { readonly kind: 'alwaysEventually'; readonly holds: Predicate }
  | { readonly kind: 'eventuallyAlways'; readonly holds: Predicate }
  | { readonly kind: 'terminates' };
