/** Changes that a model's properties must notice (R17, section 2 of the semantics). */

import { createMachine } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import {
  functional,
  machine as machineShape,
  nameText,
  parameter,
} from '../definition/plain-shapes.ts';
import { isRecord, named, refuseUnlike, that } from '../definition/shape.ts';
import { change as changeShape } from '../definition/model-shape.ts';
import type { ModelParameters } from './model.ts';

/** The machine-level part of a change: which machine, and what runs in its stead. */
export interface MachineChange {
  readonly kind: 'machine';
  readonly machine: AnyStateMachine;
  readonly becomes: AnyStateMachine;
}

/** A change of a model. */
export type Change =
  | MachineChange
  | { readonly kind: 'parameters'; readonly parameters: ModelParameters };

/** A change, and the property that must catch it. */
export interface Mutant {
  readonly change: Change;
  readonly caughtBy: string;
}

/**
 * Runs another version of a machine in its stead, on every host that runs it, as a rule one with other
 * implementations: `swap(courier, courier.provide({ guards: { isDue: () => true } }))`.
 */
export function swap<Machine extends AnyStateMachine>(machine: Machine, becomes: Machine): Change {
  refuseUnlike(machineShape, machine, { root: 'the first machine of swap(…)' });
  refuseUnlike(machineShape, becomes, { root: 'the second machine of swap(…)' });
  return { kind: 'machine', machine, becomes };
}

const rewritten = that(isRecord, 'write (config) => ({ ...config, … })');

/** Rewrites the chart itself; its named implementations stay. */
export function edit<Machine extends AnyStateMachine>(
  machine: Machine,
  rewrite: (config: Machine['config']) => Machine['config'],
): Change {
  refuseUnlike(machineShape, machine, { root: 'the machine of edit(…)' });
  refuseUnlike(functional, rewrite, { root: 'the rewriting of edit(…)' });
  const config: AnyStateMachine['config'] = rewrite(machine.config);
  refuseUnlike(rewritten, config, { root: `the config that edit(${machine.id}, …) answers` });
  return { kind: 'machine', machine, becomes: createMachine(config, machine.implementations) };
}

/** Runs the same model family with other parameters. */
export function reparameterised(parameters: ModelParameters): Change {
  const shape = named(parameter, '{ n: 2 }');
  refuseUnlike(shape, parameters, { root: 'reparameterised(…)', path: 'reparameterised' });
  return { kind: 'parameters', parameters };
}

/** A mutant: `caughtBy('RYW', swap(courier, courier.provide({ … })))`. */
export function caughtBy(property: string, change: Change): Mutant {
  refuseUnlike(nameText, property, { root: 'the property of caughtBy(…)' });
  refuseUnlike(changeShape, change, { root: `the change of caughtBy('${property}', …)` });
  return { change, caughtBy: property };
}
