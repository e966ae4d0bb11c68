/**
 * What a machine may not contain, found before anything runs: everything that XState would hand to
 * an interpreter that the checker does not have, and that would therefore be lost silently.
 */

import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { asyncFault } from './async-functions.ts';
import { nodesBelow } from './chart.ts';
import { chartMistake, undeclared } from './chart-mistakes.ts';

const allowedBuiltins = new Set([
  'xstate.assign',
  'xstate.raise',
  'xstate.emit',
  'xstate.enqueueActions',
  'xstate.log',
]);

/**
 * Refuses a machine with invoke, spawn, sendTo, history states, inline or custom action functions,
 * unnamed or async actions and guards, or names that `setup` does not declare.
 * @throws BrokenModel naming the machine and the state.
 */
export function refuse(machine: AnyStateMachine): void {
  for (const [name, action] of Object.entries(machine.implementations.actions)) {
    if (!isAllowed(action)) {
      throw new BrokenModel(
        `the action '${name}' is not assign, raise, emit, enqueueActions or log: nothing would run it. Emit a message instead`,
        { machine: machine.id },
      );
    }
  }
  const promised = asyncFault(machine);
  if (promised !== null) throw new BrokenModel(promised, { machine: machine.id });
  for (const guard of Object.values(machine.implementations.guards)) {
    const fault =
      typeof guard === 'function' && 'check' in guard ? combinedFault(machine, guard) : null;
    if (fault !== null) throw new BrokenModel(fault, { machine: machine.id });
  }
  for (const node of nodesBelow(machine.root)) refuseNode(machine, node);
}

function refuseNode(machine: AnyStateMachine, node: AnyStateNode): void {
  const fault = nodeFault(machine, node);
  if (fault !== null) throw new BrokenModel(fault, { machine: machine.id, state: node.id });
}

function nodeFault(machine: AnyStateMachine, node: AnyStateNode): string | null {
  const mistake = chartMistake(node);
  if (mistake !== null) return mistake;
  if (node.invoke.length > 0) {
    return 'invoke is not allowed: concurrency comes from further machines of a host, and waiting from messages and timers';
  }
  if (node.type === 'history') return 'history states are not allowed: name the state to return to';
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  const effects = [...node.entry, ...node.exit].filter((action) => !isTimer(node, action));
  for (const action of [...effects, ...transitions.flatMap(({ actions }) => actions)]) {
    const fault = actionFault(machine, action);
    if (fault !== null) return fault;
  }
  for (const { guard } of transitions) {
    const fault = guard === undefined ? null : guardFault(machine, guard);
    if (fault !== null) return fault;
  }
  return null;
}

// XState turns an `after` into a delayed raise on entry and a cancel on exit, as functions.
function isTimer(node: AnyStateNode, action: unknown): boolean {
  if (typeof action !== 'function') return false;
  const ids = node.after.map(({ eventType }) => eventType);
  return (
    ('id' in action && ids.includes(String(action.id))) ||
    ('sendId' in action && ids.includes(String(action.sendId)))
  );
}

function actionFault(machine: AnyStateMachine, action: unknown): string | null {
  if (typeof action === 'function') {
    return `an inline action stands in the chart ('${nameOfFunction(action)}'): declare it under setup({ actions }) and use its name`;
  }
  const name = typeof action === 'string' ? action : nameIn(action);
  if (name !== null && Object.hasOwn(machine.implementations.actions, name)) return null;
  return undeclared('action', name ?? '?', machine.implementations.actions);
}

function guardFault(machine: AnyStateMachine, guard: unknown): string | null {
  // and, or, not and stateIn are functions with a `check`; they combine named guards.
  if (typeof guard === 'function') {
    if ('check' in guard) return combinedFault(machine, guard);
    return 'an inline guard stands in the chart: declare it under setup({ guards }) and use its name';
  }
  const name = typeof guard === 'string' ? guard : nameIn(guard);
  if (name !== null && Object.hasOwn(machine.implementations.guards, name)) return null;
  return undeclared('guard', name ?? '?', machine.implementations.guards);
}

function combinedFault(machine: AnyStateMachine, guard: object): string | null {
  // XState keeps the guards of `and`, `or` and `not`; it asks them only when they are met.
  const parts: unknown = 'guards' in guard ? guard.guards : [];
  const named = Array.isArray(parts) ? parts.filter((part) => !isInline(part)) : [];
  return named.map((part) => guardFault(machine, part)).find((fault) => fault !== null) ?? null;
}

/** Functions among the guards of `and`, `or` and `not` can be asked as well. */
function isInline(guard: unknown): boolean {
  return typeof guard === 'function' && !('check' in guard);
}

function isAllowed(action: unknown): boolean {
  if (typeof action !== 'function' || !('resolve' in action)) return false;
  return 'type' in action && typeof action.type === 'string' && allowedBuiltins.has(action.type);
}

function nameOfFunction(action: object): string {
  return 'type' in action ? String(action.type) : 'function';
}

function nameIn(named: unknown): string | null {
  if (typeof named !== 'object' || named === null || !('type' in named)) return null;
  return String(named.type);
}
