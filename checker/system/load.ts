/** Making systems ready to run: every machine is read and checked once, and messages are routed (R2). */

import type { AnyStateMachine } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { thrownWords } from '../import-hint.ts';
import { modelMade } from '../definition/model-shape.ts';
import { refuseUnlike } from '../definition/shape.ts';
import type { Json, JsonRecord } from '../json.ts';
import { canonical } from '../json.ts';
import type { Chart } from '../machine/chart.ts';
import { chartOf } from '../machine/chart.ts';
import type { Address, LocalStep, Message } from '../machine/local.ts';
import { refuse } from '../machine/refusals.ts';
import { boot } from '../machine/step.ts';
import type { Model } from '../model/model.ts';
import { deadlock } from '../model/property.ts';
import { suggestion } from '../nearest-names.ts';
import { messageJson } from '../state/action.ts';
import { showModel } from '../watch/present-call.ts';
import { refuseBudgets } from './budgets.ts';
import { refuseFairness } from './fairness.ts';
import { refuseMisnamedHosts } from './named-hosts.ts';
import { hasGhost, withoutGhosts } from './ghost-fields.ts';
import type { Host, Slot } from './host.ts';
import type { LoadedHost, LoadedModel, LoadedMonitor, LoadedSlot } from './loaded.types.ts';
import { withWatchedCode } from './watched-code.ts';
import { refuseAsymmetry } from './symmetric.ts';
import { monitorChart } from './monitor.ts';
import { refuseUnreadInput } from './unread-input.ts';

export type { LoadedHost, LoadedModel, LoadedMonitor, LoadedSlot } from './loaded.types.ts';

/**
 * Reads and checks every machine of a model.
 * @throws BrokenModel where a part of the model, a machine, a host or a name can't be what it says.
 */
export function load(made: Model): LoadedModel {
  refuseUnlike(modelMade, made, { root: 'the model' });
  showModel(made.name);
  const model = withWatchedCode(made);
  const charts = new Map<AnyStateMachine, Chart>();
  const chart = (machine: AnyStateMachine): Chart => {
    const read = charts.get(machine) ?? chartRead(machine);
    charts.set(machine, read);
    return read;
  };
  const hosts = loadHosts(model, chart);
  const monitors = loadMonitors(model, chart);
  refuseTakenName(model);
  refuseMisnamedHosts(model, hosts);
  // The code that is shown isn't the author's own any more, nor the one that stands for none.
  refuseBudgets(made, charts.values());
  refuseFairness(made, hosts);
  refuseAsymmetry(model, hosts, charts.values());
  return { model, system: model.system, hosts, monitors, charts: [...charts.values()] };
}

function chartRead(machine: AnyStateMachine): Chart {
  refuse(machine);
  return chartOf(machine);
}

type ChartOf = (machine: AnyStateMachine) => Chart;

function loadHosts({ name, system }: Model, chart: ChartOf): ReadonlyMap<string, LoadedHost> {
  const hosts = new Map<string, LoadedHost>();
  for (const declared of system.hosts) {
    const { id } = declared;
    if (hosts.has(id)) {
      throw new BrokenModel(`two hosts are called '${id}': give each its own id`, { model: name });
    }
    hosts.set(id, loadHost(declared, chart));
  }
  return hosts;
}

function loadMonitors({ properties }: Model, chart: ChartOf): readonly LoadedMonitor[] {
  return Object.entries(properties).flatMap(([property, declared]) => {
    if (declared.kind !== 'monitored') return [];
    const { machine: original } = declared;
    return [{ property, original, chart: monitorChart(property, chart(original)) }];
  });
}

function loadHost(declared: Host, chart: ChartOf): LoadedHost {
  const { id, client } = declared;
  const slots = new Map<string, LoadedSlot>();
  for (const [name, slot] of Object.entries(declared.machines)) {
    const loaded = { host: id, name, slot, chart: chart(slot.machine), takes: typesOf(slot) };
    if (slot.kind === 'perKey') refuseBusyBoot(loaded);
    if (slot.machine === slot.original) refuseUnreadInput(loaded);
    slots.set(name, loaded);
  }
  return { id, client, slots };
}

// A mutant may take a type's last handler away: then its messages are unhandled, not misdirected.
function typesOf(slot: Slot): ReadonlySet<string> {
  const opening = slot.kind === 'perRequest' ? [slot.opens] : [];
  const charts = [chartOf(slot.machine), chartOf(slot.original)];
  return new Set([...charts.flatMap(({ events }) => [...events]), ...opening]);
}

function refuseBusyBoot(loaded: LoadedSlot): void {
  refuseBusyBirth(loaded, boot(loaded.chart, inputOf(loaded, '(any key)', { disk: null })));
}

/**
 * Refuses a machine of a family by key that does more than wait while nothing was ever done to it: nobody
 * boots it for all keys that there could be (R3).
 * @throws BrokenModel naming host and machine.
 */
export function refuseBusyBirth(
  { host, chart }: LoadedSlot,
  { local, effects }: Pick<LocalStep, 'local' | 'effects'>,
): void {
  if (effects.length === 0 && local.timers.length === 0) return;
  throw new BrokenModel(
    'a perKey machine sends or arms a timer when it boots, but there is one for every key that could be: let a message start it, or make it a resident machine',
    { host, machine: chart.machine.id },
  );
}

function refuseTakenName({ name, properties }: Model): void {
  if (!Object.hasOwn(properties, deadlock)) return;
  const why = `every model has a property '${deadlock}' already. Call this one otherwise`;
  throw new BrokenModel(why, { model: name, property: deadlock });
}

/** What a machine boots with: its own address, what is declared, and what is particular to this boot. */
export function inputOf(loaded: LoadedSlot, key: string | null, particular: JsonRecord): Json {
  const self = { host: loaded.host, machine: loaded.name, key };
  return { ...loaded.slot.input, ...particular, self };
}

/**
 * The one machine that a message goes to.
 * @throws BrokenModel where no machine of the host takes the type, two do, or there is no such host.
 */
export function resolve(loaded: LoadedModel, to: string | Address, message: Message): Address {
  const id = typeof to === 'string' ? to : to.host;
  const target = loaded.hosts.get(id);
  if (target === undefined) {
    const ids = [...loaded.hosts.keys()];
    throw new BrokenModel(
      `a message of type '${message.type}' is sent to '${id}', which is no host.${suggestion(id, ids)} Correct it: hosts are ${ids.join(', ')}`,
      { event: message.type },
    );
  }
  if (typeof to !== 'string') return addressed(target, to, message);
  const takers = [...target.slots.values()].filter((slot) => takes(slot, message.type));
  const [taker] = takers;
  if (taker === undefined || takers.length > 1) throw unroutable(target, takers, message);
  return { host: id, machine: taker.name, key: keyFor(taker.slot, message) };
}

function addressed(target: LoadedHost, to: Address, message: Message): Address {
  const slot = target.slots.get(to.machine);
  const fits = slot !== undefined && (slot.slot.kind === 'resident') === (to.key === null);
  if (!fits) {
    throw new BrokenModel(
      `a message of type '${message.type}' is sent to ${JSON.stringify(to)}, but the host '${target.id}' has no such machine (a resident has the key null, an instance a text)`,
      { host: target.id },
    );
  }
  if (slot.takes.has(message.type)) return to;
  throw new BrokenModel(
    `a message of type '${message.type}' is sent to ${JSON.stringify(to)}, but no state of that machine handles the type. Likely cause: a misspelt type.${suggestion(message.type, [...slot.takes])} Correct it, or handle it, if only by doing nothing; that machine handles ${[...slot.takes].join(', ') || 'nothing'}`,
    { host: target.id, machine: to.machine, event: message.type },
  );
}

function takes({ slot, takes: types }: LoadedSlot, type: string): boolean {
  return slot.kind === 'perRequest' ? slot.opens === type : types.has(type);
}

function keyFor(slot: Slot, message: Message): string | null {
  if (slot.kind === 'resident') return null;
  const place = { machine: slot.machine.id, event: message.type };
  let key: unknown;
  try {
    key = slot.by(message);
  } catch (cause) {
    const seen = canonical(messageJson(message));
    if (cause instanceof BrokenModel) throw cause.at({ ...place, seen });
    const reason = thrownWords(cause);
    throw new BrokenModel(`the 'by' of the machine threw: ${reason}`, { ...place, seen }, cause);
  }
  if (typeof key === 'string') {
    refuseGhostlyKey(slot, message, key);
    return key;
  }
  throw new BrokenModel(
    `no key can be read off a message of type '${message.type}': its 'by' answered ${String(key)}`,
    place,
  );
}

/** Who is told must not depend on what nobody can know. */
function refuseGhostlyKey(
  { by, machine }: Exclude<Slot, { readonly kind: 'resident' }>,
  message: Message,
  key: string,
): void {
  const seen = messageJson(message);
  if (!hasGhost(seen) || keyWithoutGhosts(by, seen) === key) return;
  throw new BrokenModel(
    `a ghost makes a difference: the 'by' of the machine reads the key '${key}' off a message, and another one, or none, where the fields under 'ghost' are taken away. Read it off something else`,
    { machine: machine.id, event: message.type, seen: canonical(seen) },
  );
}

function keyWithoutGhosts(by: (message: never) => string, seen: Json): string | null {
  try {
    // What is left of a message is one.
    return by(withoutGhosts(seen) as never);
  } catch {
    return null;
  }
}

function unroutable(
  target: LoadedHost,
  takers: readonly LoadedSlot[],
  message: Message,
): BrokenModel {
  const names = takers.map(({ name }) => name).join(', ');
  const what =
    takers.length === 0
      ? `no machine of the host '${target.id}' takes messages of type '${message.type}' that name only the host. ${remedy(target, message.type)}`
      : `the machines ${names} of the host '${target.id}' all take messages of type '${message.type}'. Send to an address`;
  return new BrokenModel(what, { host: target.id, event: message.type });
}

function remedy({ slots }: LoadedHost, type: string): string {
  for (const { name, slot, takes: types } of slots.values()) {
    if (slot.kind !== 'perRequest' || !types.has(type)) continue;
    return `'${name}' handles the type, but is per request: only '${slot.opens}', which opens it, may name the host alone. Correct its 'opens', or send to an address`;
  }
  const known = [...slots.values()].flatMap(({ slot, takes: types }) =>
    slot.kind === 'perRequest' ? [slot.opens] : [...types],
  );
  const near = suggestion(type, known);
  return `${near === '' ? '' : `${near.trimStart()} `}Handle the type in one of its charts, or send to an address`;
}
