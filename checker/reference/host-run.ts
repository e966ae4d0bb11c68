/**
 * One step of one host (R1 to R5): a machine reacts, what it sends to its own host is handled in
 * order, and what is left is a new host, an outbox and a log.
 */

import { byText, canonical } from '../json.ts';
import type { JsonRecord } from '../json.ts';
import type { Address, Local, LocalStep, Message } from '../machine/local.ts';
import { boot, fire, react } from '../machine/step.ts';
import { ownField } from '../own-field.ts';
import { messageJson } from '../state/action.ts';
import type { Envelope, HostState } from '../state/state.ts';
import { endlessTalk, mostLocalMessages, openedTwice } from '../system/host-faults.ts';
import { inputOf, refuseBusyBirth, resolve } from '../system/load.ts';
import type { LoadedModel, LoadedSlot } from '../system/load.ts';

/** What a step of one host brings about. */
export interface HostStep {
  readonly host: HostState;
  readonly outbox: readonly Envelope[];
  /** What was observed, in order. */
  readonly log: readonly Message[];
  /** Chart transitions taken, each with its machine's id. */
  readonly taken: readonly { readonly machine: string; readonly transition: string }[];
  /** How guards were answered, with their machines' ids: `<machine>: <transition> guard true`. */
  readonly guards: readonly string[];
  /** Whether the machine that was addressed handled what it was given. */
  readonly handled: boolean;
}

/** A host that is up. */
export type UpHost = Extract<HostState, { readonly up: true }>;
type DownHost = Extract<HostState, { readonly up: false }>;
type Instances = Map<string, Local>;

/** A host while it steps; nothing of it outlives the step. */
interface HostRun {
  readonly loaded: LoadedModel;
  readonly id: string;
  readonly residents: Instances;
  readonly families: ReadonlyMap<string, Instances>;
  readonly queue: { readonly to: Address; readonly message: Message }[];
  readonly outbox: Envelope[];
  readonly log: Message[];
  readonly taken: { readonly machine: string; readonly transition: string }[];
  readonly guards: string[];
}

/** A machine of an up host is given a message or an input. */
export function deliverTo(
  loaded: LoadedModel,
  host: UpHost,
  to: Address,
  message: Message,
): HostStep {
  const run = runOf(loaded, to.host, host);
  return finished(run, give(run, to, message));
}

/** An armed timer of an up host fires. */
export function fireAt(loaded: LoadedModel, host: UpHost, at: Address, timer: string): HostStep {
  const run = runOf(loaded, at.host, host);
  const slot = slotAt(run, at);
  const local = instanceAt(run, at);
  if (local === null) throw new Error(`no machine at ${canonical({ ...at })} to fire a timer of`);
  return finished(run, settle(run, at, fire(slot.chart, local, timer)));
}

/** A host boots, with what is on its disks, or with none. */
export function bootHost(loaded: LoadedModel, id: string, disks: DownHost | null): HostStep {
  const run = runOf(loaded, id, { up: true, residents: {}, families: {} });
  for (const slot of slotsOf(loaded, id)) {
    if (slot.slot.kind === 'resident') {
      bootAt(run, slot, null, { disk: ownField(disks?.residents ?? {}, slot.name) ?? null });
      continue;
    }
    const ofKeys = ownField(disks?.families ?? {}, slot.name) ?? {};
    for (const [key, disk] of byName(Object.entries(ofKeys))) {
      bootAt(run, slot, key, { disk });
    }
  }
  return finished(run, true);
}

/** What is left of a host when it crashes: its disks (R7). */
export function crashed(loaded: LoadedModel, id: string, host: UpHost): DownHost {
  const keyed = slotsOf(loaded, id).filter(({ slot }) => slot.kind === 'perKey');
  const families = keyed.map(({ name }) => [name, disksOf(ownField(host.families, name) ?? {})]);
  return { up: false, residents: disksOf(host.residents), families: Object.fromEntries(families) };
}

/** Whether a family's instance is part of the state, or a resident, which always is. */
export function isPresent(host: UpHost, at: Address): boolean {
  if (at.key === null) return Object.hasOwn(host.residents, at.machine);
  return Object.hasOwn(ownField(host.families, at.machine) ?? {}, at.key);
}

function runOf(loaded: LoadedModel, id: string, host: UpHost): HostRun {
  const kept = slotsOf(loaded, id).filter(({ slot }) => slot.kind !== 'resident');
  const families = new Map(
    kept.map(({ name }) => [name, new Map(Object.entries(ownField(host.families, name) ?? {}))]),
  );
  const residents = new Map(Object.entries(host.residents));
  return { loaded, id, residents, families, queue: [], outbox: [], log: [], taken: [], guards: [] };
}

function slotsOf(loaded: LoadedModel, id: string): readonly LoadedSlot[] {
  return [...(loaded.hosts.get(id)?.slots.values() ?? [])];
}

function slotAt(run: HostRun, at: Address): LoadedSlot {
  const slot = run.loaded.hosts.get(at.host)?.slots.get(at.machine);
  if (slot === undefined) throw new Error(`no machine is called ${canonical({ ...at })}`);
  return slot;
}

/** What machines keep on disk, each under its name or key. */
function disksOf(locals: Readonly<Record<string, Local>>): JsonRecord {
  const disks = Object.entries(locals).flatMap(([name, { context }]) => {
    const holdsDisk = typeof context === 'object' && context !== null && 'disk' in context;
    return holdsDisk ? [[name, (context as JsonRecord)['disk'] ?? null] as const] : [];
  });
  return Object.fromEntries(disks);
}

/** The local state at an address; null for a request that isn't alive. */
function instanceAt(run: HostRun, at: Address): Local | null {
  if (at.key === null) return run.residents.get(at.machine) ?? null;
  const known = run.families.get(at.machine)?.get(at.key);
  if (known !== undefined) return known;
  const slot = slotAt(run, at);
  return slot.slot.kind === 'perKey' ? freshInstance(slot, at.key) : null;
}

function freshInstance(slot: LoadedSlot, key: string): Local {
  const step = boot(slot.chart, inputOf(slot, key, { disk: null }));
  refuseBusyBirth(slot, step);
  return step.local;
}

/** Gives a machine a message; says whether its chart handled it. */
function give(run: HostRun, to: Address, message: Message): boolean {
  const loaded = slotAt(run, to);
  const local = instanceAt(run, to);
  const { slot } = loaded;
  if (slot.kind === 'perRequest' && slot.opens === message.type && slot.rebirth === 'refused') {
    if (local !== null) throw openedTwice(to, message);
  }
  if (local === null) return slot.kind === 'perRequest' && open(run, loaded, to, message);
  if (local.final) return false;
  const step = react(loaded.chart, local, message);
  if (!step.handled) noteGuards(run, loaded, step);
  return step.handled && settle(run, to, step);
}

function open(run: HostRun, loaded: LoadedSlot, to: Address, message: Message): boolean {
  if (loaded.slot.kind !== 'perRequest' || loaded.slot.opens !== message.type) return false;
  bootAt(run, loaded, to.key, { request: messageJson(message) });
  return true;
}

function bootAt(run: HostRun, slot: LoadedSlot, key: string | null, particular: JsonRecord): void {
  const at: Address = { host: run.id, machine: slot.name, key };
  settle(run, at, boot(slot.chart, inputOf(slot, key, particular)));
}

function noteGuards(run: HostRun, { chart }: LoadedSlot, { guards }: LocalStep): void {
  run.guards.push(...guards.map((outcome) => `${chart.machine.id}: ${outcome}`));
}

/** Takes in the outcome of a machine's step: its new state, and what it asked for, in order. */
function settle(run: HostRun, at: Address, step: LocalStep): boolean {
  const slot = slotAt(run, at);
  const machine = slot.chart.machine.id;
  if (at.key === null) run.residents.set(at.machine, step.local);
  else run.families.get(at.machine)?.set(at.key, step.local);
  run.taken.push(...step.taken.map((transition) => ({ machine, transition })));
  noteGuards(run, slot, step);
  for (const effect of step.effects) {
    if (effect.kind === 'observe') run.log.push(effect.event);
    else route(run, resolve(run.loaded, effect.to, effect.message), effect.message);
  }
  return step.handled;
}

function route(run: HostRun, to: Address, message: Message): void {
  if (to.host === run.id) run.queue.push({ to, message });
  else run.outbox.push({ from: run.id, to, message });
}

/** Handles what the host sent to itself, and lets go of what is no part of the state any more. */
function finished(run: HostRun, handled: boolean): HostStep {
  for (let count = 0; ; count++) {
    const next = run.queue.shift();
    if (next === undefined) break;
    if (count === mostLocalMessages) throw endlessTalk(next.to, next.message);
    give(run, next.to, next.message);
  }
  const { outbox, log, taken, guards } = run;
  const residents = Object.fromEntries(run.residents);
  const host: UpHost = { up: true, residents, families: remaining(run) };
  return { host, outbox, log, taken, guards, handled };
}

function remaining(run: HostRun): UpHost['families'] {
  return Object.fromEntries(
    [...run.families].map(([name, instances]) => [
      name,
      Object.fromEntries(byName([...instances]).filter(([key, one]) => stays(run, name, key, one))),
    ]),
  );
}

function stays(run: HostRun, name: string, key: string, local: Local): boolean {
  const slot = slotAt(run, { host: run.id, machine: name, key });
  if (slot.slot.kind === 'perRequest') return !local.final;
  return localText(local) !== localText(freshInstance(slot, key));
}

/** The text that identifies a local state. */
function localText({ value, context, final, timers }: Local): string {
  return canonical([value, context, final, timers]);
}

function byName<Value>(entries: readonly (readonly [string, Value])[]): typeof entries {
  return entries.toSorted(([left], [right]) => byText(left, right));
}
