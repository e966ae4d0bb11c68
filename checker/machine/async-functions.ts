/** Functions that would answer with a promise, which XState takes for the answer itself. */

import type { AnyStateMachine } from 'xstate';

const remedy = 'Write it without async: what takes time is a message or a timer';

/** What is wrong with actions and guards that are written as async functions, in words; null where none is. */
export function asyncFault({ implementations }: AnyStateMachine): string | null {
  for (const [name, action] of Object.entries(implementations.actions)) {
    if (computedBy(action).some(isAsync)) {
      return `the action '${name}' is an async function: what it promises would be lost. ${remedy}`;
    }
  }
  for (const [name, guard] of Object.entries(implementations.guards)) {
    if (isAsync(guard)) {
      return `the guard '${name}' is an async function: a promise would always count as true. ${remedy}`;
    }
  }
  return null;
}

/** Where XState keeps what an author wrote; it isn't in its types. */
interface Computing {
  readonly assignment?: object;
  readonly event?: unknown;
  readonly collect?: unknown;
}

/** The functions of an author's in what assign, raise, emit and enqueueActions make. */
function computedBy(action: unknown): readonly unknown[] {
  if (!isComputing(action)) return [];
  const { assignment = {}, event, collect } = action;
  return [assignment, ...Object.values(assignment), event, collect];
}

function isComputing(action: unknown): action is Computing {
  return typeof action === 'function';
}

function isAsync(given: unknown): boolean {
  return Object.prototype.toString.call(given) === '[object AsyncFunction]';
}
