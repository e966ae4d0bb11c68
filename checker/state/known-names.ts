/** What a view may be asked for: what asks for anything else would hold, or not, of all states alike. */

import type { AnyStateMachine } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { nodesBelow } from '../machine/chart.ts';
import type { Model } from '../model/model.ts';
import { suggestion } from '../nearest-names.ts';
import type { Slot } from '../system/host.ts';
import type { LoadedModel } from '../system/loaded.types.ts';

/** What asks for machines. */
export type MachineQuestion = 'each' | 'at' | 'disks';

interface Names {
  readonly machines: ReadonlySet<AnyStateMachine>;
  /** Those of them that run without a key, and those that run one a key. */
  readonly residents: ReadonlySet<AnyStateMachine>;
  readonly keyed: ReadonlySet<AnyStateMachine>;
  readonly types: ReadonlySet<string>;
}

/** As many names as a message has room for. */
const mostNamed = 12;
const namesOf = new WeakMap<Model, Names>();

/** Whether a machine of the model handles a type in some state, or one of its mutants or its family's members. */
export function isTypeHandled(model: Model, type: string): boolean {
  return namesIn(model).types.has(type) || isKnownBeside(model, (names) => names.types.has(type));
}

/** The types of message that the machines of a model and its mutants handle. */
export function handledTypes(model: Model): readonly string[] {
  return [...namesIn(model).types];
}

/**
 * Refuses a type of message that no machine of the model handles. None is ever on its way, since sending
 * one is refused too. What other members of the model's family or its mutants handle may be asked for.
 * @throws BrokenModel naming what is near.
 */
export function refuseUnknownType({ model }: LoadedModel, type: string): void {
  if (isTypeHandled(model, type)) return;
  const known = handledTypes(model);
  throw new BrokenModel(
    `'messages' asks for messages of type '${type}', which no machine of the model handles: there never is one.${suggestion(type, known)} Correct the type, or handle it in a chart. ${listed('Types', known)}`,
    {},
  );
}

/**
 * Refuses a machine that no host runs. What runs in other members of the model's family may be asked for.
 * @throws BrokenModel naming the machines that run.
 */
export function refuseUnknownMachine(
  { model, monitors }: LoadedModel,
  machine: AnyStateMachine,
  question: MachineQuestion,
): void {
  const { machines } = namesIn(model);
  if (machines.has(machine) || isKnownBeside(model, (names) => names.machines.has(machine))) return;
  const known = [...new Set([...machines].map(({ id }) => id))];
  if (known.includes(machine.id)) {
    throw new BrokenModel(
      `'${question}' asks for another machine called '${machine.id}' than the one that runs. Likely cause: createMachine and provide make a new machine every time. Make it once, and name that object here and on its hosts`,
      {},
    );
  }
  const isMonitor = monitors.some(({ original }) => original === machine);
  const advice = isMonitor
    ? 'It is a monitor: ask view.monitor'
    : `Ask for one that runs: ${listed('', known)}; or let a host run it`;
  throw new BrokenModel(
    `'${question}' asks for the machine '${machine.id}', which no host of the model runs. ${advice}`,
    {},
  );
}

/**
 * Refuses to look for an instance without a key where all have one, or with a key where none has.
 * @throws BrokenModel saying how the hosts run it.
 */
export function refuseWrongKey(
  { model }: LoadedModel,
  machine: AnyStateMachine,
  key: string | null,
): void {
  const isFitting = ({ residents, keyed }: Names): boolean =>
    (key === null ? residents : keyed).has(machine);
  const isRun = isFitting(namesIn(model)) || isKnownBeside(model, isFitting);
  if (isRun) return;
  const [how, runs, advice] =
    key === null
      ? ['without a key', 'one a key', "Name the key, as in at(machine, 'k')"]
      : [`with the key '${key}'`, 'it without keys', 'Leave the key out'];
  throw new BrokenModel(
    `'at' asks for '${machine.id}' ${how}, and hosts run ${runs}: there never is such a one. ${advice}`,
    {},
  );
}

/** A host that the system doesn't have. */
export function unknownHost(id: string, known: readonly string[]): BrokenModel {
  return new BrokenModel(
    `the system has no host '${id}'.${suggestion(id, known)} ${listed('Hosts', known)}`,
    {},
  );
}

/** A monitor that no property is watched by. */
export function unknownMonitor(machine: AnyStateMachine, { monitors }: LoadedModel): BrokenModel {
  const known = monitors.map(({ original }) => original.id);
  return new BrokenModel(
    `'monitor' asks for '${machine.id}', which no property is monitored by. Name the very machine that a property is given, as in monitored(${machine.id}); with --property, name that property as well. ${listed('Monitors', known)}`,
    {},
  );
}

/** The first of some names, after what they are if that is to be said. */
export function listed(what: string, names: readonly string[]): string {
  const few = names.slice(0, mostNamed).join(', ');
  const text = `${few}${names.length > mostNamed ? ', …' : ''}`;
  return `${what === '' ? '' : `${what}: `}${text === '' ? 'none' : text}`;
}

function isKnownBeside(model: Model, isIn: (names: Names) => boolean): boolean {
  return model.relatives().some((one) => isIn(namesIn(one)));
}

function namesIn(model: Model): Names {
  const known = namesOf.get(model);
  if (known !== undefined) return known;
  const slots = model.system.hosts.flatMap(({ machines }) => Object.values(machines));
  const changed = Object.values(model.mutants).flatMap(({ change }) =>
    change.kind === 'machine' ? [change.becomes] : [],
  );
  const handling = [...slots.flatMap(({ machine, original }) => [machine, original]), ...changed];
  const opening = slots.flatMap((slot) => (slot.kind === 'perRequest' ? [slot.opens] : []));
  const running = (isRunning: (slot: Slot) => boolean): ReadonlySet<AnyStateMachine> =>
    new Set(slots.filter(isRunning).map(({ original }) => original));
  const names = {
    machines: running(() => true),
    residents: running(({ kind }) => kind === 'resident'),
    keyed: running(({ kind }) => kind !== 'resident'),
    types: new Set([...[...new Set(handling)].flatMap(typesIn), ...opening]),
  };
  namesOf.set(model, names);
  return names;
}

function typesIn(machine: AnyStateMachine): readonly string[] {
  return nodesBelow(machine.root)
    .flatMap(({ transitions }) => [...transitions.keys()])
    .filter((type) => !type.startsWith('xstate.'));
}
