/** A view of a plain state: what the reference, verification and replay show to predicates. */

import type { AnyStateMachine } from 'xstate';
import { byText } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';
import type { ChartValue, Local } from '../machine/local.ts';
import { formatValue } from '../machine/local.ts';
import {
  refuseUnknownMachine,
  refuseUnknownType,
  refuseWrongKey,
  unknownHost,
  unknownMonitor,
} from './known-names.ts';
import { refuseUnknownState } from './state-names.ts';
import { ownField } from '../own-field.ts';
import type { LoadedHost, LoadedModel, LoadedSlot } from '../system/load.ts';
import type { HostState, State } from './state.ts';
import type { DiskView, HostView, LocalView, View } from './view.ts';

/** What predicates see of a state. */
export function viewOf(loaded: LoadedModel, state: State): View {
  const hosts = new Map(
    Object.entries(state.hosts).map(([id, host]) => [id, hostViewOf(loaded, id, host)]),
  );
  const host = (id: string): HostView => {
    const view = hosts.get(id);
    if (view === undefined) throw unknownHost(id, [...hosts.keys()]);
    return view;
  };
  // What a machine kept came from its context, of whose type it is.
  const disks = (machine: AnyStateMachine): readonly DiskView[] => {
    refuseUnknownMachine(loaded, machine, 'disks');
    return Object.entries(state.hosts).flatMap(([id, one]) => disksOf(loaded, id, one, machine));
  };
  return {
    hosts: [...loaded.hosts.values()].map(({ id, client }) => ({ id, client })),
    host,
    isFinal: (id) => host(id).final,
    each: (machine) => [...hosts.values()].flatMap((view) => view.each(machine)),
    disks: disks as View['disks'],
    inFlight: (to) => {
      if (to === undefined) return state.inFlight;
      const { id } = host(to);
      return state.inFlight.filter((one) => one.to.host === id);
    },
    messages: (type) => {
      refuseUnknownType(loaded, type);
      return state.inFlight.filter(({ message }) => message.type === type);
    },
    monitor: (machine) => monitorView(loaded, state, machine),
    partition: state.partition,
  };
}

/** What predicates, and the system's inputs, see of one host. */
export function hostViewOf(loaded: LoadedModel, id: string, host: HostState): HostView {
  const declared = hostNamed(loaded, id);
  const found = (machine: AnyStateMachine): readonly LocalView[] =>
    slotsRunning(declared, machine).flatMap((slot) => localsAt(slot, host));
  // The slot that runs a machine holds contexts of that machine's type: `load` pairs them.
  const each: HostView['each'] = (machine) => {
    refuseUnknownMachine(loaded, machine, 'each');
    return found(machine) as never;
  };
  const at: HostView['at'] = (machine, key) => {
    refuseUnknownMachine(loaded, machine, 'at');
    refuseWrongKey(loaded, machine, key ?? null);
    return (found(machine).find((view) => view.key === (key ?? null)) ?? null) as never;
  };
  return {
    id,
    up: host.up,
    final: host.up && Object.values(host.residents).every(({ final }) => final),
    each,
    at,
  };
}

function hostNamed(loaded: LoadedModel, id: string): LoadedHost {
  const host = loaded.hosts.get(id);
  if (host === undefined) throw unknownHost(id, [...loaded.hosts.keys()]);
  return host;
}

/** The slots of a host that run a machine, or what a mutant put in its stead. */
export function slotsRunning(host: LoadedHost, machine: AnyStateMachine): readonly LoadedSlot[] {
  return [...host.slots.values()].filter(({ slot }) => slot.original === machine);
}

function localsAt({ host: id, name, slot }: LoadedSlot, host: HostState): readonly LocalView[] {
  if (!host.up) return [];
  const machines = [slot.original, slot.machine];
  if (slot.kind === 'resident') {
    const local = ownField(host.residents, name);
    return local === undefined ? [] : [localView({ host: id, key: null, machines }, local)];
  }
  return Object.entries(ownField(host.families, name) ?? {})
    .toSorted(([left], [right]) => byText(left, right))
    .map(([key, local]) => localView({ host: id, key, machines }, local));
}

/** Which instance is seen. */
interface Seen {
  readonly host: string;
  readonly key: string | null;
  /** What runs there, and what it runs in the stead of: predicates may ask for the states of both. */
  readonly machines: readonly AnyStateMachine[];
}

/** What predicates see of one machine. */
export function localView({ host, key, machines }: Seen, local: Local): LocalView {
  const { value, context, final, timers } = local;
  const isInState = (state: string): boolean => {
    if (isIn(value, state)) return true;
    refuseUnknownState(machines, state);
    return false;
  };
  return { host, key, state: value, in: isInState, context, final, timers };
}

function isIn(value: ChartValue, state: string): boolean {
  const [first = '', ...rest] = state.split('.');
  if (typeof value === 'string') return value === state;
  const inner = ownField(value, first);
  if (inner === undefined) return false;
  return rest.length === 0 || isIn(inner, rest.join('.'));
}

type Parts = Readonly<Record<string, Local | Json>>;

/** What the disks of a machine hold on one host. */
export function disksOf(
  loaded: LoadedModel,
  id: string,
  host: HostState,
  machine: AnyStateMachine,
): readonly DiskView[] {
  return slotsRunning(hostNamed(loaded, id), machine).flatMap(({ name, slot }) => {
    const parts: readonly (readonly [string | null, Local | Json | undefined])[] =
      slot.kind === 'resident'
        ? [[null, ownField<Local | Json>(host.residents, name)]]
        : Object.entries(ownField<Parts>(host.families, name) ?? {}).toSorted(([a], [b]) =>
            byText(a, b),
          );
    return parts.map(([key, part]) => ({ host: id, key, disk: diskOf(host, part) }));
  });
}

function diskOf(host: HostState, part: Local | Json | undefined): Json {
  // While a host is up its parts are local states, while it is down they are the disks themselves.
  if (!host.up) return (part as Json | undefined) ?? null;
  const context = (part as Local | undefined)?.context ?? null;
  if (typeof context !== 'object' || context === null) return null;
  return (context as JsonRecord)['disk'] ?? null;
}

function monitorView(loaded: LoadedModel, state: State, machine: AnyStateMachine): never {
  const monitor = loaded.monitors.find(({ original }) => original === machine);
  const local = monitor === undefined ? undefined : ownField(state.monitors, monitor.property);
  if (local === undefined) throw unknownMonitor(machine, loaded);
  // The monitor of a property is the machine that the property names.
  const host = `monitor ${formatValue(local.value)}`;
  return localView({ host, key: null, machines: [machine] }, local) as never;
}
