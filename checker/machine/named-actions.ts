/** Actions that say which of them threw: XState hands on what was thrown as it is. */

import type { AnyStateMachine } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { calledWords } from './missing-params.ts';
import type { Called } from './missing-params.ts';

/** What assign, raise, emit, enqueueActions and log make: a function of which XState asks only this. */
interface Builtin {
  readonly resolve: (...given: readonly unknown[]) => Resolved;
  /** What computes the event of raise and emit, the changes of assign, and what enqueueActions does. */
  readonly event?: unknown;
  readonly assignment?: unknown;
  readonly collect?: unknown;
}

/** The next snapshot, what `execute` is given, and the actions that are to follow. */
type Resolved = readonly [unknown, unknown, readonly unknown[] | undefined];

/** The machine once more: a copy, the actions of which do the same, and are named where they throw. */
export function withNamedActions(machine: AnyStateMachine): AnyStateMachine {
  const actions = Object.entries(machine.implementations.actions).map(
    ([name, action]) => [name, named(name, action)] as const,
  );
  // They are those of the machine itself, under the same names.
  return machine.provide({ actions: Object.fromEntries(actions) as never });
}

/** What enqueueActions puts behind itself without a name of its own goes by the name of that. */
function named(name: string, action: unknown): unknown {
  if (!isBuiltin(action)) return action;
  const resolve: Builtin['resolve'] = (...given) => {
    // XState gives an actor scope, a snapshot and what actions are asked with, and then the params.
    const called = { name, computes: computing(action), params: given[3] };
    const [next, params, following] = naming(called, () => action.resolve(...given));
    return [next, params, following?.map((one) => named(name, one))];
  };
  return Object.assign(() => undefined, action, { resolve });
}

function isBuiltin(action: unknown): action is Builtin {
  return typeof action === 'function' && 'resolve' in action;
}

function computing({ event, assignment, collect }: Builtin): unknown {
  return event ?? assignment ?? collect;
}

function naming<Answer>(called: Called, act: () => Answer): Answer {
  try {
    return act();
  } catch (cause) {
    const words = `the action '${called.name}' threw: ${calledWords(called, cause)}`;
    throw cause instanceof BrokenModel
      ? new BrokenModel(words, cause.place, cause.cause ?? cause)
      : new Error(words, { cause });
  }
}
