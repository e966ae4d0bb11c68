/** One machine under test: stepped with XState's pure functions, its outputs as data. */

import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { initialTransition, transition } from 'xstate';
import type { Message, Observation } from '../../spec/messages.ts';

/** Any event, with whatever it carries. */
type Told = EventObject & { readonly [field: string]: unknown };

/** What came of a step. */
export interface Stepped {
  readonly state: unknown;
  readonly done: boolean;
  /** The context; tests look at fields of it. */
  readonly context: Readonly<Record<string, unknown>>;
  /** What was sent, as `[receiver, message]`. */
  readonly sent: readonly (readonly [unknown, Message])[];
  readonly seen: readonly Observation[];
  /** The delays of the timers that this step armed, and not again disarmed. */
  readonly armed: readonly string[];
  readonly tell: (event: Told) => Stepped;
  /** Fires the timer of a delay in a state, which is named by its path. */
  readonly fire: (delay: string, path: string) => Stepped;
}

type Emitted =
  | { readonly type: 'send'; readonly to: unknown; readonly message: Message }
  | { readonly type: 'observe'; readonly event: Observation };

type Effects = readonly { readonly type: string; readonly params?: unknown }[];

/** Boots a machine. */
export function boot(machine: AnyStateMachine, input: unknown): Stepped {
  const [snapshot, effects] = initialTransition(machine, input);
  if (snapshot.status === 'error') throw snapshot.error;
  return stepped(machine, snapshot, effects);
}

/** Boots a machine and tells it a series of events. */
export function told(machine: AnyStateMachine, input: unknown, events: readonly Told[]): Stepped {
  return events.reduce((at: Stepped, event) => at.tell(event), boot(machine, input));
}

function stepped(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  effects: Effects,
): Stepped {
  const emitted = effects
    .filter((effect) => effect.type === 'xstate.emit')
    // Every machine of spec/ emits only Send and Observe.
    .map((effect): Emitted => (effect.params as { event: Emitted }).event);
  const tell = (event: Told): Stepped => {
    const [next, nextEffects] = transition(machine, snapshot, event);
    return stepped(machine, next, nextEffects);
  };
  return {
    state: snapshot.value,
    done: snapshot.status === 'done',
    context: snapshot.context,
    sent: emitted.flatMap((one) => (one.type === 'send' ? [[one.to, one.message] as const] : [])),
    seen: emitted.flatMap((one) => (one.type === 'observe' ? [one.event] : [])),
    armed: armedBy(effects),
    tell,
    fire: (delay, path) => tell({ type: `xstate.after.${delay}.${machine.id}.${path}` }),
  };
}

function armedBy(effects: Effects): readonly string[] {
  const armed = new Set<string>();
  for (const { type, params } of effects) {
    const { id, sendId, delay } = (params ?? {}) as Record<string, string | undefined>;
    if (type === 'xstate.raise' && delay !== undefined && id !== undefined) armed.add(id);
    if (type === 'xstate.cancel' && sendId !== undefined) armed.delete(sendId);
  }
  return [...armed].map((id) => id.split('.')[2] ?? id);
}
