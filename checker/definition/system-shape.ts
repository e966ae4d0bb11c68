/** What systems, hosts and their machines are defined by. */

import { ownField } from '../own-field.ts';
import type { Host, Opening, ResidentSlot } from '../system/host.types.ts';
import type { SystemDefinition } from '../system/system.types.ts';
import { functional, jsonRecord, machine, names, nameText, truth } from './plain-shapes.ts';
import type { Shape } from './shape.ts';
import { anything, keyed, listOf, listOfSome, named, oneOf, optional } from './shape.ts';
import { described, isMachine, isRecord } from './values.ts';

const ofModel = "it is the model's: model('…', { system: system({ … }), … })";
const ofSystem = "it is the system's: system({ hosts: [ … ], … })";

const channel = oneOf('unordered', 'fifo', 'duplicating');

const systemShapes: Readonly<Record<keyof SystemDefinition, Shape>> = {
  hosts: listOfSome(hostThing, "[client('…', { … }), host('…', { … })]"),
  channel: optional(channel),
  channels: optional(
    listOf(
      keyed<{ from: string; to: string; channel: string }>(
        { from: nameText, to: nameText, channel },
        { write: "{ from: '…', to: '…', channel: '…' }" },
      ),
      "[{ from: '…', to: '…', channel: '…' }]",
    ),
  ),
  unhandled: optional(oneOf('consumed', 'kept')),
  lateReplies: optional(oneOf('vanish', 'delivered')),
  whileDown: optional(oneOf('wait', 'lost')),
  inputs: optional(functional),
  faultInputs: optional(names),
  budgets: optional(named(anything, '{ drop: 1 }')),
  crashable: optional(names),
  partitions: optional(listOf(listOf(names, "[['…'], ['…']]"), "[[['…'], ['…']]]")),
};

const elsewhereThanInSystem = Object.fromEntries(
  'properties done fairness scope expect mutants waivers symmetric store storeless'
    .split(' ')
    .map((key) => [key, ofModel]),
);

/** What `system` is called with; a system, of which another is made, is as good. */
export const systemDefinition: Shape = keyed<SystemDefinition>(systemShapes, {
  write: "system({ hosts: [client('…', { … }), host('…', { … })] })",
  elsewhere: elsewhereThanInSystem,
});

/** The keys of a system's definition that are somewhere else. */
export const elsewhereThanInModel: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(systemShapes).map((key) => [key, ofSystem]),
);

/** What options are called that may stand in a wrong place, and where they belong. */
export const optionHomes: Readonly<Record<string, string>> = {
  ...elsewhereThanInSystem,
  ...elsewhereThanInModel,
  over: 'it goes with always(…), never(…) and sometimes(…)',
  rebirth: "it is perRequest's: perRequest(machine, { opens: '…', by: …, rebirth: '…' })",
};

/** What `system` answers: a definition with its defaults. */
export const systemMade: Shape = (value, path) => {
  const fault = systemDefinition(value, path);
  if (fault !== null || !isRecord(value)) return fault;
  const left = Object.keys(systemShapes).find((key) => ownField(value, key) === undefined);
  if (left === undefined) return null;
  const why = `is no system yet, since it lacks '${left}': wrap it in system({ … }), which fills in what is left out`;
  return { path, why };
};

/** The machines of a host by name. */
export const hostMachines: Shape = named(slotThing, '{ worker: resident(worker) }');

const hostShape = keyed<Host>(
  { id: nameText, client: truth, machines: hostMachines },
  { write: "host('…', { worker: resident(worker) })" },
);

// Hoisted, since what names them is above.
function hostThing(value: unknown, path: string): ReturnType<Shape> {
  if (isRecord(value) && !isMachine(value)) return hostShape(value, path);
  const write = "write host('…', { … }) or client('…', { … })";
  return { path, why: `is ${described(value)}, no host: ${write}` };
}

function slotThing(value: unknown, path: string): ReturnType<Shape> {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (isMachine(value)) {
    const why = `is a machine: say how it lives, as in { ${name}: resident(${name}) }, or by perKey(…), perRequest(…)`;
    return { path, why };
  }
  if (isRecord(value) && 'kind' in value && 'machine' in value) return slotShape(value, path);
  const hint = Object.hasOwn(elsewhereThanInModel, name)
    ? `'${name}' is no machine. Did you mean it for the system? There ${ofSystem}`
    : `write { ${name}: resident(machine) }, or perKey(…), perRequest(…)`;
  return { path, why: `is ${described(value)}, where a machine belongs: ${hint}` };
}

const slotMachine: Readonly<Record<Exclude<keyof ResidentSlot, 'input'>, Shape>> = {
  kind: oneOf('resident', 'perKey', 'perRequest'),
  machine,
  original: machine,
};

const slotShape: Shape = (value, path) => {
  if (!isRecord(value)) return null;
  for (const [name, shape] of Object.entries(slotMachine)) {
    const fault = shape(ownField(value, name), `${path}.${name}`);
    if (fault !== null) return fault;
  }
  const given = value['kind'] === 'perRequest' ? ['self', 'request'] : ['self', 'disk'];
  return inputWithout(given)(value['input'], `${path}.input`);
};

/** What a machine boots with beside what the checker gives it. */
function inputWithout(given: readonly string[]): Shape {
  return (value, path) => {
    const fault = jsonRecord(value, path);
    if (fault !== null || !isRecord(value)) return fault;
    const taken = given.find((name) => Object.hasOwn(value, name));
    if (taken === undefined) return null;
    const why = `would be lost: the checker gives every machine of this kind a '${taken}' itself. Give it another name`;
    return { path: `${path}.${taken}`, why };
  };
}

/** How `perRequest` is told to open requests. */
export const opening: Shape = keyed<Opening<never>>(
  { opens: nameText, by: functional, rebirth: optional(oneOf('refused', 'allowed')) },
  { write: "perRequest(machine, { opens: '…', by: (request) => '…' })" },
);
