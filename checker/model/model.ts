/** A model: a system, its properties, what is expected of them, and the mutants they must catch. */

import { countFrom, nameText } from '../definition/plain-shapes.ts';
import { keyed, optional, refuseUnlike, withoutUndefined } from '../definition/shape.ts';
import { familyDefinition, modelDefinition, parametersLike } from '../definition/model-shape.ts';
import { refuseSurplus } from '../definition/surplus.ts';
import type { Json } from '../json.ts';
import type { System } from '../system/system.ts';
import type { View } from '../state/view.ts';
import { shown } from '../watch/present-call.ts';
import type { Fairness } from './fairness.ts';
import { refuseUselessMutant } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { answering } from './property.ts';
import type { Property } from './property.ts';

/** The parameters of a model family's member. */
export type ModelParameters = Readonly<Record<string, string | number>>;

/** An expected violation; `steps` pins the length of its shortest run. */
export interface ExpectedViolation {
  readonly verdict: 'violated';
  readonly steps: number | null;
}

/** Something the coverage gate would report, and why it is as it should be. */
export interface Waiver {
  /** A chart transition or a guard's outcome as coverage names it, a `sometimes`, or the label of a fault or an input. */
  readonly what: string;
  readonly why: string;
}

/** Things by name. Undefined is there for the type of `...(drops > 0 ? { A: … } : {})`, which has no such name. */
type Named<Thing> = Readonly<Record<string, Thing | undefined>>;

/** What an author says of a model; only the system and the properties are needed. */
export interface ModelDefinition {
  readonly system: System;
  readonly properties: Named<Property>;
  /**
   * When a run is over, so that its end is no deadlock. Default: every client is final; without
   * clients, that is always, and no run can be stuck.
   */
  readonly done?: (view: View) => boolean;
  /**
   * What a run must not put off for ever; liveness is judged over the runs that keep to it. Default:
   * nothing, and then a run may ignore everything.
   */
  readonly fairness?: readonly Fairness[];
  /** In words, what bounds the model beyond its budgets; printed with `holds`. */
  readonly scope?: string;
  /** The properties (or `Deadlock`) that are known to be violated. */
  readonly expect?: Named<ExpectedViolation>;
  readonly mutants?: Named<Mutant>;
  readonly waivers?: readonly Waiver[];
  /**
   * Groups of interchangeable ids: hosts, clients, keys, values. An id is a whole string or a whole
   * name of a field (R13). Each group is checked, step by step, when the search makes use of it
   * (`--reduce symmetry`); hosts of a group must run the same machines. Default: none.
   */
  readonly symmetric?: readonly (readonly string[])[];
  /**
   * What replay needs to build the matching store; means nothing to the checker. Default: none, and
   * then `storeless` says why.
   */
  readonly store?: Json;
  readonly storeless?: string;
}

type Sets = 'properties' | 'expect' | 'mutants';

/** A definition with every default filled in. */
interface Completed extends Required<Omit<ModelDefinition, Sets>> {
  readonly properties: Readonly<Record<string, Property>>;
  readonly expect: Readonly<Record<string, ExpectedViolation>>;
  readonly mutants: Readonly<Record<string, Mutant>>;
}

/** A model with every default filled in. */
export interface Model extends Completed {
  readonly name: string;
  readonly parameters: ModelParameters;
  /** The member of the same family with other parameters; null for a model that has none. */
  readonly reparameterise: ((parameters: ModelParameters) => Model) | null;
  /** The members of its family that were made so far, itself included; none where it has no family. */
  readonly relatives: () => readonly Model[];
}

const pin = keyed({ steps: optional(countFrom(0)) }, { write: 'violated({ steps: 4 })' });

/** Pins a violation that is known: `expect: { RYW: violated({ steps: 4 }) }`. */
export function violated(pinned: { readonly steps?: number } = {}): ExpectedViolation {
  refuseSurplus('violated(…)', arguments, 1);
  refuseUnlike(pin, pinned, { root: 'violated({ … })', path: 'violated' });
  return { verdict: 'violated', steps: pinned.steps ?? null };
}

/**
 * A model without parameters. `name` is `<protocol>/<what is particular>`.
 * @throws BrokenModel where the definition isn't one, as with a misspelt key.
 */
export function model(name: string, definition: ModelDefinition): Model {
  refuseSurplus('model(…)', arguments, 2);
  return {
    ...completed(name, definition, {}),
    name,
    parameters: {},
    reparameterise: null,
    relatives: () => [],
  };
}

/** How a family of models is made: its defaults, its members' names, and what each one is. */
export interface FamilyDefinition<Params extends ModelParameters> {
  readonly defaults: Params;
  readonly name: (parameters: Params) => string;
  readonly build: (parameters: Params) => ModelDefinition;
}

/**
 * A family of models: call it with what differs from the defaults to get a member.
 * @throws BrokenModel where the definition isn't one; a call, where that of the member isn't.
 */
export function family<Params extends ModelParameters>(
  definition: FamilyDefinition<Params>,
): (parameters?: Partial<Params>) => Model {
  refuseSurplus('family(…)', arguments, 1);
  refuseUnlike(familyDefinition, definition, { root: 'family({ … })', path: 'family' });
  const made: Model[] = [];
  const { defaults } = definition;
  const named = (parameters: Params): string =>
    shown(
      () => `the 'name' of a family, asked for ${JSON.stringify(parameters)}`,
      () => definition.name(parameters),
    );
  const root = (): string => `the family of '${named(defaults)}'`;
  const member = (from: Params, changed: Partial<Params>): Model => {
    refuseUnlike(parametersLike(defaults), changed, { root: root() });
    const parameters = { ...from, ...changed };
    const name = named(parameters);
    const built = shown(
      () => `the 'build' of the model '${name}'`,
      () => definition.build(parameters),
    );
    const one: Model = {
      ...completed(name, built, defaults),
      name,
      parameters,
      // Looked at before they are used.
      reparameterise: (other) => member(parameters, other as Partial<Params>),
      relatives: () => made,
    };
    made.push(one);
    return one;
  };
  return function (parameters = {}) {
    refuseSurplus(root(), arguments, 1);
    return member(defaults, parameters);
  };
}

function completed(
  name: string,
  definition: ModelDefinition,
  defaults: ModelParameters,
): Completed {
  refuseUnlike(nameText, name, { root: 'the name of a model' });
  const place = { model: name };
  refuseUnlike(modelDefinition, definition, { root: 'the definition of the model', place });
  const { system } = definition;
  const properties = given(definition.properties);
  const expect = given(definition.expect ?? {});
  const mutants = given(definition.mutants ?? {});
  for (const [mutant, changed] of Object.entries(mutants)) {
    refuseUselessMutant({ name, system, properties, expect }, mutant, changed);
    if (changed.change.kind !== 'parameters') continue;
    const root = `mutants.${mutant}`;
    refuseUnlike(parametersLike(defaults), changed.change.parameters, { root, place });
  }
  return {
    fairness: [],
    scope: '',
    waivers: [],
    symmetric: [],
    store: null,
    storeless: '',
    ...withoutUndefined(definition),
    done: answering(definition.done ?? clientsAreFinal),
    properties,
    expect,
    mutants,
  };
}

function given<Thing>(named: Named<Thing>): Readonly<Record<string, Thing>> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, thing]) => (thing === undefined ? [] : [[name, thing]])),
  );
}

function clientsAreFinal(view: View): boolean {
  return view.hosts.every(({ id, client }) => !client || view.isFinal(id));
}
