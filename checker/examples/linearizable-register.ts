/**
 * A monitor for any register: it keeps the history of calls and answers, and asks with each answer
 * whether some order of the operations, one at a time, explains all of them (Herlihy and Wing 1990,
 * "Linearizability: A Correctness Condition for Concurrent Objects"). An operation comes after all
 * that were answered when it was called; one without an answer may have happened or not.
 *
 * Decided: a client calls each operation, write or read, once. A history keeps of each only what it
 * came after, not the order of calls, so that runs with equal prospects end in equal states.
 */

import { assign, setup } from 'xstate';
import { message, observe } from '../index.ts';
import type { Observe } from '../index.ts';

/** What a client lets the monitor see; the value of a read that is only called says nothing. */
export interface Seen {
  readonly type: 'called' | 'answered';
  readonly operation: 'write' | 'read';
  readonly value: string;
}

/** Lets the monitor see a call. */
export function called(operation: Seen['operation'], value: string): Observe<Seen> {
  return observe({ type: 'called', operation, value });
}

/** Lets the monitor see an answer. */
export function answered(operation: Seen['operation'], value: string): Observe<Seen> {
  return observe({ type: 'answered', operation, value });
}

interface Observed {
  readonly type: 'observed';
  readonly host: string;
  readonly event: Seen;
}

interface Operation extends Seen {
  /** The operations that were answered when it was called. */
  readonly after: Readonly<Record<string, true>>;
}

type History = Readonly<Record<string, Operation>>;

/** What a register holds before anything is written. */
export const unwritten = '';

function noted(history: History, { host, event }: Observed): History {
  const name = `${host} ${event.operation}`;
  const before = Object.keys(history).filter((one) => history[one]?.type === 'answered');
  const after =
    history[name]?.after ?? Object.fromEntries(before.map((one) => [one, true as const]));
  return { ...history, [name]: { ...event, after } };
}

/** Whether the operations that are `left` can follow each other where the register holds `value`. */
function isExplained(history: History, left: readonly string[], value: string): boolean {
  if (left.every((name) => history[name]?.type === 'called')) return true;
  return left.some((name) => {
    const next = history[name];
    if (next === undefined || left.some((other) => other in next.after)) return false;
    const isWrite = next.operation === 'write';
    if (next.type === 'answered' && !isWrite && next.value !== value) return false;
    const others = left.filter((other) => other !== name);
    return isExplained(history, others, isWrite ? next.value : value);
  });
}

/** Is violated as soon as no order explains the answers. */
export const linearizable = setup({
  types: { context: {} as { readonly history: History }, events: {} as Observed },
  actions: {
    note: assign(({ context: { history } }, seen: Observed) => ({ history: noted(history, seen) })),
  },
  guards: {
    isUnexplained: ({ context: { history } }, seen: Observed) => {
      const now = noted(history, seen);
      return !isExplained(now, Object.keys(now), unwritten);
    },
  },
}).createMachine({
  id: 'linearizable',
  context: { history: {} },
  initial: 'explained',
  states: {
    explained: {
      on: {
        observed: [
          { guard: { type: 'isUnexplained', params: message }, target: 'unexplained' },
          { actions: { type: 'note', params: message } },
        ],
      },
    },
    unexplained: { tags: ['violated'] },
  },
});
