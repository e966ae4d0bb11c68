/** How models and families of them are made. */

import { familyDefinition, modelDefinition, parametersLike } from '../definition/model-shape.ts';
import { countFrom, nameText } from '../definition/plain-shapes.ts';
import { keyed, optional, refuseUnlike } from '../definition/shape.ts';
import { withoutUndefined } from '../definition/values.ts';
import { refuseSurplus } from '../definition/surplus.ts';
import type { View } from '../state/view.ts';
import { shown } from '../watch/present-call.ts';
import type {
  Completed,
  ExpectedViolation,
  FamilyDefinition,
  Model,
  ModelDefinition,
  ModelParameters,
  Named,
} from './model.types.ts';
import { refuseUselessMutant } from './mutant.ts';
import { answering } from './answering.ts';

export type {
  ExpectedViolation,
  FamilyDefinition,
  Model,
  ModelDefinition,
  ModelParameters,
  Waiver,
} from './model.types.ts';

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
    memberName: null,
    relatives: () => [],
  };
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
  const changedFrom = (from: Params, changed: Partial<Params>): Params => {
    refuseUnlike(parametersLike(defaults), changed, { root: root() });
    return { ...from, ...changed };
  };
  const member = (from: Params, changed: Partial<Params>): Model => {
    const parameters = changedFrom(from, changed);
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
      memberName: (other) => named(changedFrom(parameters, other as Partial<Params>)),
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
