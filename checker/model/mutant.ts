/** Changes of a model that its properties must notice (R17). */

import type { AnyStateMachine } from 'xstate';
import { createMachine } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { change as changeShape } from '../definition/model-shape.ts';
import {
  functional,
  machine as machineShape,
  nameText,
  parameter,
} from '../definition/plain-shapes.ts';
import { namedSome, refuseUnlike, that } from '../definition/shape.ts';
import { isRecord } from '../definition/values.ts';
import { refuseSurplus } from '../definition/surplus.ts';
import { suggestion } from '../nearest-names.ts';
import type { Host } from '../system/host.types.ts';
import type { Change, ModelParameters, Mutant } from './model.types.ts';
import { verdictNames } from './verdict-names.ts';

export type { Change, MachineChange, Mutant } from './model.types.ts';

/**
 * Runs another version of a machine in its stead, on every host that runs it, as a rule one with other
 * implementations: `swap(courier, courier.provide({ guards: { isDue: () => true } }))`.
 */
export function swap<Machine extends AnyStateMachine>(machine: Machine, becomes: Machine): Change {
  refuseSurplus('swap(…)', arguments, 2);
  refuseUnlike(machineShape, machine, { root: 'the first machine of swap(…)' });
  refuseUnlike(machineShape, becomes, { root: 'the second machine of swap(…)' });
  if (machine === becomes) {
    throw new BrokenModel(
      `swap(…) puts the machine '${machine.id}' in its own place, which changes nothing: give it another one, as in ${machine.id}.provide({ … })`,
      { machine: machine.id },
    );
  }
  return { kind: 'machine', machine, becomes };
}

const rewritten = that(isRecord, 'write (config) => ({ ...config, … })');

/** Rewrites the chart itself; its named implementations stay. */
export function edit<Machine extends AnyStateMachine>(
  machine: Machine,
  rewrite: (config: Machine['config']) => Machine['config'],
): Change {
  refuseSurplus('edit(…)', arguments, 2);
  refuseUnlike(machineShape, machine, { root: 'the machine of edit(…)' });
  refuseUnlike(functional, rewrite, { root: 'the rewriting of edit(…)' });
  const config: AnyStateMachine['config'] = rewrite(machine.config);
  refuseUnlike(rewritten, config, { root: `the config that edit(${machine.id}, …) answers` });
  return { kind: 'machine', machine, becomes: createMachine(config, machine.implementations) };
}

/** Runs the same model family with other parameters. */
export function reparameterised(parameters: ModelParameters): Change {
  refuseSurplus('reparameterised(…)', arguments, 1);
  const shape = namedSome(parameter, '{ n: 2 }');
  refuseUnlike(shape, parameters, { root: 'reparameterised(…)', path: 'reparameterised' });
  return { kind: 'parameters', parameters };
}

/** A mutant: `caughtBy('RYW', swap(courier, courier.provide({ … })))`. */
export function caughtBy(property: string, change: Change): Mutant {
  refuseSurplus('caughtBy(…)', arguments, 2);
  refuseUnlike(nameText, property, { root: 'the property of caughtBy(…)' });
  refuseUnlike(changeShape, change, { root: `the change of caughtBy('${property}', …)` });
  return { change, caughtBy: property };
}

/** What mutants are held against; what names properties counts by its names alone. */
interface Mutable {
  readonly name: string;
  readonly system: { readonly hosts: readonly Host[] };
  readonly properties: object;
  readonly expect: object;
}

/**
 * Refuses a mutant that can't be caught as it says, or changes what nothing runs.
 * @throws BrokenModel naming the property or the machine.
 */
export function refuseUselessMutant(model: Mutable, name: string, mutant: Mutant): void {
  const { caughtBy: property, change } = mutant;
  const known = verdictNames(model);
  const place = { model: model.name };
  if (!known.includes(property)) {
    throw new BrokenModel(
      `the mutant '${name}' is to be caught by '${property}', which is no property of the model.${suggestion(property, known)} Its properties: ${known.join(', ')}`,
      place,
    );
  }
  if (Object.hasOwn(model.expect, property)) {
    throw new BrokenModel(
      `the mutant '${name}' is to be caught by '${property}', which is violated without it: name a property that holds`,
      place,
    );
  }
  if (change.kind === 'parameters') return;
  const slots = model.system.hosts.flatMap(({ machines }) => Object.values(machines));
  if (slots.some(({ machine }) => machine === change.machine)) return;
  throw new BrokenModel(
    `the mutant '${name}' changes the machine '${change.machine.id}', which no host of the model runs`,
    { ...place, machine: change.machine.id },
  );
}
