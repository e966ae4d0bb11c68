/** The properties a model may have (R11, R14), as data. */

import type { AnyStateMachine } from 'xstate';
import type { Action } from '../state/action.ts';
import type { View } from '../state/view.ts';

/** A question about one state. Must depend on nothing but the view. */
export type Predicate = (view: View) => boolean;

/** A question about one transition. Must depend on nothing but its arguments. */
export type StepPredicate = (before: View, action: Action, after: View) => boolean;

/** A property of a model. */
export type Property =
  | { readonly kind: 'always'; readonly holds: Predicate }
  | { readonly kind: 'never'; readonly holds: Predicate }
  | { readonly kind: 'sometimes'; readonly holds: Predicate }
  | { readonly kind: 'whenQuiet'; readonly holds: Predicate }
  | { readonly kind: 'everyStep'; readonly holds: StepPredicate }
  | { readonly kind: 'monitored'; readonly machine: AnyStateMachine };

/** Holds in every reachable state. */
export function always(holds: Predicate): Property {
  return { kind: 'always', holds };
}

/** Holds in no reachable state. */
export function never(holds: Predicate): Property {
  return { kind: 'never', holds };
}

/** Holds in some reachable state; where none does, the model proves less than it seems to. */
export function sometimes(holds: Predicate): Property {
  return { kind: 'sometimes', holds };
}

/** Holds wherever nothing but faults is enabled. */
export function whenQuiet(holds: Predicate): Property {
  return { kind: 'whenQuiet', holds };
}

/** Holds of every transition, `before` and `after` being its two states. */
export function everyStep(holds: StepPredicate): Property {
  return { kind: 'everyStep', holds };
}

/**
 * Watched by a machine that sees only what hosts observe, as events
 * `{ type: 'observed', host, event }`, and what befalls them: `{ type: '@crash', host }`, `@restart`,
 * `@amnesia`, `{ type: '@partition', grouping }`, `@heal`. It sends nothing and has no timers; entering
 * a state tagged `violated` violates the property, and is not left again. What it does not handle it
 * ignores.
 */
export function monitored(machine: AnyStateMachine): Property {
  return { kind: 'monitored', machine };
}

/** The name of the property that every model has: no run gets stuck before it is done (R14). */
export const deadlock = 'Deadlock';
