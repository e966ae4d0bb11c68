/**
 * What is to be checked, named in plain data so that it can be handed to another thread: a model of
 * a file, with changed parameters, fewer properties, or a mutant's change.
 */

import { match } from 'ts-pattern';
import { BrokenModel } from '../broken-model.ts';
import { refuseUselessMutant } from '../model/mutant.ts';
import type { MachineChange } from '../model/mutant.ts';
import type { Model, ModelParameters } from '../model/model.ts';
import { ownField } from '../own-field.ts';
import type { Host, Slot } from '../system/host.ts';

/** A model, and how to come by it. */
export interface Subject {
  /** The model file, as an absolute path. */
  readonly file: string;
  /** The name under which the file lists it. */
  readonly listed: string;
  /** Its name with the changed parameters: how everything that is told calls it. */
  readonly name: string;
  /** Parameters that differ from the listed model's. */
  readonly changed: ModelParameters;
  /** The only properties to look at; null for all. */
  readonly only: readonly string[] | null;
  /** A mutant of the model instead of the model; null for the model itself. */
  readonly mutant: string | null;
}

/** A subject in words, for messages. */
export function subjectWords({ name, mutant }: Subject): string {
  return mutant === null ? name : `${name} as its mutant '${mutant}'`;
}

/**
 * The model that a subject names, out of those that its file lists.
 * @throws BrokenModel where there is none, or the mutant can't be made.
 */
export function modelOf(subject: Subject, listed: readonly Model[]): Model {
  const { changed, only, mutant } = subject;
  const found = listed.find(({ name }) => name === subject.listed);
  if (found === undefined) {
    throw new BrokenModel(`the file lists no model '${subject.listed}'`, { file: subject.file });
  }
  const chosen = Object.keys(changed).length === 0 ? found : withParameters(found, changed);
  return narrowed(mutant === null ? chosen : mutated(chosen, mutant), only);
}

function withParameters(model: Model, parameters: ModelParameters): Model {
  if (model.reparameterise !== null) return model.reparameterise(parameters);
  throw new BrokenModel('the model has no parameters to change: make it a member of a family', {
    model: model.name,
  });
}

/** Whether a property, or `Deadlock`, is among what is looked at. */
export function isAsked({ only }: Subject, name: string): boolean {
  return only?.includes(name) ?? true;
}

/** The same model with only some of its properties; null for all. */
export function narrowed(model: Model, only: readonly string[] | null): Model {
  if (only === null) return model;
  const within = <Value>(named: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(named).filter(([name]) => only.includes(name)));
  return { ...model, properties: within(model.properties), expect: within(model.expect) };
}

function mutated(model: Model, name: string): Model {
  const mutant = ownField(model.mutants, name);
  if (mutant === undefined) {
    throw new BrokenModel(`the model has no mutant '${name}'`, { model: model.name });
  }
  refuseUselessMutant(model, name, mutant);
  return match(mutant.change)
    .with({ kind: 'parameters' }, ({ parameters }) => withParameters(model, parameters))
    .with({ kind: 'machine' }, (change) => withMachine(model, change))
    .exhaustive();
}

function withMachine(model: Model, change: MachineChange): Model {
  const hosts = model.system.hosts.map((host) => withMachineOn(host, change));
  return { ...model, system: { ...model.system, hosts } };
}

function withMachineOn(host: Host, { machine, becomes }: MachineChange): Host {
  const runs = Object.values(host.machines).some((slot) => slot.machine === machine);
  if (!runs) return host;
  const machines = Object.entries(host.machines).map(([name, slot]): [string, Slot] => [
    name,
    slot.machine === machine ? { ...slot, machine: becomes } : slot,
  ]);
  return { ...host, machines: Object.fromEntries(machines) };
}
