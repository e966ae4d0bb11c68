/** What models and families are defined by. */

import type { FairActions, Fairness } from '../model/fairness.ts';
import type {
  ExpectedViolation,
  FamilyDefinition,
  Model,
  ModelDefinition,
  ModelParameters,
  Mutant,
  Waiver,
} from '../model/model.types.ts';
import type { Property } from '../model/property.types.ts';
import { suggestion } from '../nearest-names.ts';
import { ownField } from '../own-field.ts';
import {
  functional,
  json,
  machine,
  names,
  nameText,
  parameter,
  predicate,
  text,
} from './plain-shapes.ts';
import type { Shape } from './shape.ts';
import { anything, keyed, listOf, named, oneOf, optional } from './shape.ts';
import { described, isMachine, isRecord } from './values.ts';
import { elsewhereThanInModel, systemMade } from './system-shape.ts';

/** The parts of each kind of property that it can't be without. */
const partsOfKinds: Readonly<Record<Property['kind'], Readonly<Record<string, Shape>>>> = {
  always: { holds: predicate },
  never: { holds: predicate },
  sometimes: { holds: predicate },
  whenQuiet: { holds: predicate },
  everyStep: { holds: predicate },
  monitored: { machine },
  eventually: { holds: predicate },
  leadsTo: { from: predicate, to: predicate },
  alwaysEventually: { holds: predicate },
  eventuallyAlways: { holds: predicate },
  terminates: {},
};
const isKind = (kind: unknown): kind is Property['kind'] =>
  typeof kind === 'string' && Object.hasOwn(partsOfKinds, kind);

const property: Shape = (value, path) => {
  if (!isRecord(value) || !isKind(value['kind'])) return { path, why: whyNoProperty(value) };
  for (const [name, shape] of Object.entries(partsOfKinds[value['kind']])) {
    const fault = shape(ownField(value, name), `${path}.${name}`);
    if (fault !== null) return fault;
  }
  return optional(names)(value['over'], `${path}.over`);
};

function whyNoProperty(value: unknown): string {
  if (value === undefined) {
    return 'is undefined, no property. Likely cause: a misspelt name of what it is to be. Leave the name out where the model has no such property';
  }
  if (isMachine(value)) return 'is a machine, no property: wrap it in monitored(…)';
  if (typeof value !== 'function') {
    return `is ${described(value)}, no property: write always((view) => …), or another kind of property`;
  }
  return isKind(value.name)
    ? `is the function ${value.name} itself, no property: call it, ${value.name}(…)`
    : 'is a function, no property: wrap it in always(…), or in another kind of property';
}

const anyOrName: Shape = (value, path) => (value === null ? null : nameText(value, path));

/** What assumptions cover, by kind; of each field null is anything. */
const fieldsOfActions: Readonly<Record<FairActions['kind'], readonly string[]>> = {
  deliver: ['from', 'to', 'type'],
  timer: ['host', 'delay'],
  restart: ['host'],
  input: ['host', 'type'],
  heal: [],
};

const fairActions: Shape = (value, path) => {
  const kinds = Object.keys(fieldsOfActions);
  const kind = isRecord(value) ? value['kind'] : undefined;
  const fault = oneOf(...kinds)(kind, `${path}.kind`);
  if (fault !== null) return fault;
  const fields = Object.entries(fieldsOfActions).find(([name]) => name === kind)?.[1] ?? [];
  const shapes = { kind: anything, ...Object.fromEntries(fields.map((name) => [name, anyOrName])) };
  return keyed<Readonly<Record<string, unknown>>>(shapes, {
    write: `weak.${String(kind)}() or another assumption`,
  })(value, path);
};

const assumption: Shape = (value, path) => {
  const strength = isRecord(value) && typeof value['deliver'] === 'function' ? 'weak' : null;
  if (strength !== null || typeof value === 'function') {
    const why = `is ${strength === null ? 'a function' : 'weak or strong itself'}, no assumption: say of what and call it, as in weak.deliver() or weak.timer()`;
    return { path, why };
  }
  return keyed<Fairness>(
    { strength: oneOf('weak', 'strong'), actions: fairActions },
    { write: 'weak.deliver() or another assumption' },
  )(value, path);
};

const expectation: Shape = (value, path) =>
  isRecord(value)
    ? keyed<ExpectedViolation>(
        { verdict: oneOf('violated'), steps: anything },
        { write: 'violated({ steps: 4 })' },
      )(value, path)
    : { path, why: `is ${described(value)}: write violated() or violated({ steps: 4 })` };

const mutant: Shape = (value, path) => {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (isRecord(value) && 'kind' in value && !('caughtBy' in value)) {
    const why = `is a change without the property that must catch it: write ${name}: caughtBy('…', swap(…))`;
    return { path, why };
  }
  return keyed<Mutant>(
    { change, caughtBy: nameText },
    { write: `${name}: caughtBy('…', swap(…))` },
  )(value, path);
};

/** What `swap`, `edit` and `reparameterised` answer. */
export const change: Shape = (value, path) =>
  isRecord(value) && (value['kind'] === 'machine' || value['kind'] === 'parameters')
    ? null
    : {
        path,
        why: `is ${described(value)}, no change: write swap(…), edit(…) or reparameterised({ … })`,
      };

const definitionShapes = (
  each: (shape: Shape) => Shape,
): Readonly<Record<keyof ModelDefinition, Shape>> => ({
  system: systemMade,
  properties: named(property, '{ Name: always((view) => …) }'),
  done: optional(predicate),
  fairness: optional(listOf(assumption, '[weak.deliver()]')),
  scope: optional(text),
  expect: optional(named(each(expectation), '{ Name: violated() }')),
  mutants: optional(named(mutant, "{ name: caughtBy('…', swap(…)) }")),
  waivers: optional(
    listOf(
      keyed<Waiver>({ what: nameText, why: nameText }, { write: "{ what: '…', why: '…' }" }),
      "[{ what: '…', why: '…' }]",
    ),
  ),
  symmetric: optional(listOf(listOf(text, "['…', '…']"), "[['…', '…']]")),
  store: optional(json),
  storeless: optional(text),
});

const write = '{ system: system({ … }), properties: { Name: always((view) => …) } }';

/** What `model` is called with, and what a family's `build` answers; what is undefined is left out. */
export const modelDefinition: Shape = keyed<ModelDefinition>(definitionShapes(optional), {
  write,
  elsewhere: elsewhereThanInModel,
});

const modelShape = keyed<Model>(
  {
    ...definitionShapes((shape) => shape),
    name: nameText,
    parameters: named(parameter, '{ … }'),
    reparameterise: anything,
    memberName: anything,
    relatives: functional,
  },
  { write: `model('…', ${write})`, elsewhere: elsewhereThanInModel },
);

/** A model, be it made from another one by other means than `model` and `family`. */
export const modelMade: Shape = (value, path) =>
  typeof value === 'function'
    ? { path, why: 'is a function, no model: a family is called, as in lease() or lease({ n: 2 })' }
    : modelShape(value, path);

/** What `family` is called with. */
export const familyDefinition: Shape = keyed<FamilyDefinition<ModelParameters>>(
  {
    defaults: named(parameter, '{ n: 2 }'),
    name: functional,
    build: functional,
  },
  { write: 'family({ defaults: { n: 2 }, name: ({ n }) => …, build: ({ n }) => ({ … }) })' },
);

function unlikeDefault(
  value: Readonly<Record<string, unknown>>,
  defaults: ModelParameters,
): string | null {
  const odd = Object.keys(value).find(
    (name) => typeof ownField(value, name) !== typeof ownField(defaults, name),
  );
  if (odd === undefined) return null;
  const preset = ownField(defaults, odd);
  const kind = typeof preset === 'number' ? 'number' : 'text';
  return `sets the parameter '${odd}' to ${described(ownField(value, odd))}, and its default is ${described(preset)}: write a ${kind}`;
}

/** Parameters of a family of which the defaults are known. */
export function parametersLike(defaults: ModelParameters): Shape {
  const known = Object.keys(defaults);
  const sample = known
    .map((name) => `${name}: ${JSON.stringify(ownField(defaults, name))}`)
    .join(', ');
  return (value, path) => {
    if (!isRecord(value)) {
      const why = `is called with ${described(value)}: call it with what differs from { ${sample} }`;
      return { path, why };
    }
    const strange = Object.keys(value).find((key) => !known.includes(key));
    if (strange === undefined) {
      const why = unlikeDefault(value, defaults);
      return why === null ? named(parameter, '{ … }')(value, path) : { path, why };
    }
    const all =
      known.length === 0
        ? 'It has none: a model has parameters as a member of a family'
        : `Its parameters are ${known.join(', ')}`;
    const why = `names the parameter '${strange}', which there isn't.${suggestion(strange, known)} ${all}`;
    return { path, why };
  };
}
