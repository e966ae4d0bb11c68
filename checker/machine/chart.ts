/** What can be read off a machine without running it: its transitions, timers and events. */

import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { undeclared } from './chart-mistakes.ts';
import { GuardWatch } from './guard-watch.ts';
import { withNamedActions } from './named-actions.ts';

/** A timer of a chart: an `after` of one state. */
export interface ChartTimer {
  /** XState's event type for it; unique in the machine. */
  readonly id: string;
  /** The declared name of its delay. */
  readonly delay: string;
  /** The state that arms it, as XState's id. */
  readonly state: string;
}

/** The static picture of a machine. */
export interface Chart {
  /** A copy of the author's machine that answers the same, but whose guards are watched and actions named. */
  readonly machine: AnyStateMachine;
  /** Every transition, named `<state id> <event>[<index>]`; an eventless one has the event `always`. */
  readonly transitions: readonly string[];
  readonly timers: ReadonlyMap<string, ChartTimer>;
  /** The event types that some state handles, timers and eventless transitions left out. */
  readonly events: ReadonlySet<string>;
  readonly guards: GuardWatch;
}

/** The name of a transition, given its state, its event type and its place among those of the event. */
export function transitionName(state: string, event: string, index: number): string {
  return `${state} ${event === '' ? 'always' : event}[${index}]`;
}

/**
 * Reads a machine's chart.
 * @throws BrokenModel where an `after` is not a declared delay (XState would fire it at once) or an
 * event is a wildcard (routing by type needs every type by name).
 */
export function chartOf(original: AnyStateMachine): Chart {
  const machine = withNamedActions(original);
  const guards = new GuardWatch();
  const transitions: string[] = [];
  const found = (transition: AnyTransitionDefinition, name: string): void => {
    transitions.push(name);
    guards.watch(transition, name);
  };
  const timers = new Map<string, ChartTimer>();
  const events = new Set<string>();
  for (const node of nodesBelow(machine.root)) {
    for (const timer of timersOf(node, machine)) timers.set(timer.id, timer);
    for (const [event, list] of node.transitions) {
      if (event.includes('*')) throw wildcard(machine, node, event);
      const timer = timers.get(event);
      const cause = timer === undefined ? event : `after ${timer.delay}`;
      list.forEach((transition, index) => {
        found(transition, transitionName(node.id, cause, index));
      });
      if (timer === undefined && !event.startsWith('xstate.')) events.add(event);
    }
    (node.always ?? []).forEach((transition, index) => {
      found(transition, transitionName(node.id, '', index));
    });
  }
  return { machine, transitions, timers, events, guards };
}

/** All states of a chart, the root first, in the order in which they are written. */
export function nodesBelow(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesBelow)];
}

function timersOf(node: AnyStateNode, machine: AnyStateMachine): readonly ChartTimer[] {
  return node.after.map(({ delay, eventType }) => {
    const name = String(delay);
    if (typeof delay !== 'string' || !Object.hasOwn(machine.implementations.delays, name)) {
      throw new BrokenModel(
        `${undeclared('delay', name, machine.implementations.delays)}; XState would fire it at once`,
        { machine: machine.id, state: node.id },
      );
    }
    return { id: eventType, delay: name, state: node.id };
  });
}

function wildcard(machine: AnyStateMachine, node: AnyStateNode, event: string): BrokenModel {
  return new BrokenModel(
    `the wildcard event '${event}' is not allowed: messages are routed by type. Name each type that the state handles`,
    { machine: machine.id, state: node.id },
  );
}
