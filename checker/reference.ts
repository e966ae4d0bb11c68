/**
 * The semantics of a system, as one program over plain objects: where it starts (`initial`), what
 * can happen (`enabled`) and what then is (`apply`). No caches and no integers: this is the text
 * that the engine is tested against, and that traces are verified with. SEMANTICS.md has it in words,
 * as the rules R1 to R19. Reading order: this file, then `reference/host-run.ts` (one step of one host),
 * `reference/channels.ts` (what is in flight) and `reference/watching.ts` (what monitors make of it).
 */

import { match } from 'ts-pattern';
import { BrokenModel } from './broken-model.ts';
import { byText } from './json.ts';
import type { JsonRecord } from './json.ts';
import type { Address, Local, Message } from './machine/local.ts';
import { boot } from './machine/step.ts';
import { ownField } from './own-field.ts';
import { byAction, labelOf, messageJson } from './state/action.ts';
import type { Action } from './state/action.ts';
import type { Envelope, HostState, State } from './state/state.ts';
import { hostViewOf } from './state/view-of.ts';
import { inputsOf } from './system/environment.ts';
import { resolve } from './system/load.ts';
import type { LoadedModel } from './system/load.ts';
import { budgetOf } from './system/system.ts';
import {
  channelOf,
  isDeliverable,
  movable,
  settled,
  withCopy,
  withSent,
  withoutOne,
} from './reference/channels.ts';
import { bootHost, crashed, deliverTo, fireAt } from './reference/host-run.ts';
import type { HostStep, UpHost } from './reference/host-run.ts';
import { watched } from './reference/watching.ts';

/** A state that was reached, and what happened on the way to it. */
export interface Reached {
  readonly state: State;
  /** What monitors were shown, in order. */
  readonly log: readonly Message[];
  readonly taken: HostStep['taken'];
  readonly guards: HostStep['guards'];
}

/** The initial state: all hosts booted, in declared order. */
export function initial(loaded: LoadedModel): Reached {
  const steps = [...loaded.hosts.keys()].map((id) => [id, bootHost(loaded, id, null)] as const);
  const monitors = Object.fromEntries(
    loaded.monitors.map((one) => [one.property, boot(one.chart, {}).local]),
  );
  const before: State = {
    hosts: Object.fromEntries(steps.map(([id, { host }]) => [id, host])),
    inFlight: [],
    monitors,
    partition: null,
    used: noneUsed(loaded),
  };
  return concluded(loaded, before, {
    sent: steps.flatMap(([, { outbox }]) => outbox),
    log: steps.flatMap(([id, { log }]) => log.map((event) => observed(id, event))),
    taken: steps.flatMap(([, { taken }]) => taken),
    guards: steps.flatMap(([, { guards }]) => guards),
  });
}

/** Everything that can happen in a state, in the order of actions. */
export function enabled(loaded: LoadedModel, state: State): readonly Action[] {
  return offered(loaded, state)
    .filter((action) => isStep(loaded, state, action))
    .toSorted(byAction([...loaded.hosts.keys()]));
}

/**
 * What budgets and partitions allow in a state: what is enabled, and what is no step because nothing
 * handles it, be it for a guard that refuses. In no particular order.
 */
export function offered(loaded: LoadedModel, state: State): readonly Action[] {
  return candidates(loaded, state).filter(
    (action) =>
      isWithinBudget(loaded, state, action) &&
      (action.kind !== 'deliver' || isDeliverable(loaded, state, action)),
  );
}

/** The state after an enabled action. */
export function apply(loaded: LoadedModel, state: State, action: Action): Reached {
  const before: State = { ...state, used: used(state, action) };
  return match(action)
    .with({ kind: 'deliver' }, (delivery) => {
      const inFlight = withoutOne(loaded, state.inFlight, delivery);
      const step = hostStep(loaded, state, delivery);
      return stepped(loaded, { ...before, inFlight }, delivery.to.host, step);
    })
    .with({ kind: 'timer' }, (timer) =>
      stepped(loaded, before, timer.at.host, hostStep(loaded, state, timer)),
    )
    .with({ kind: 'input' }, (input) =>
      stepped(loaded, before, input.host, hostStep(loaded, state, input)),
    )
    .with({ kind: 'restart' }, { kind: 'amnesia' }, ({ kind, host }) => {
      const disks = kind === 'restart' ? downHost(state, host) : null;
      const step = bootHost(loaded, host, disks);
      return stepped(loaded, before, host, step, [about(`@${kind}`, { host })]);
    })
    .with({ kind: 'crash' }, ({ host }) => {
      const hosts = { ...state.hosts, [host]: crashed(loaded, host, upHost(state, host)) };
      return befallen(loaded, { ...before, hosts }, about('@crash', { host }));
    })
    .with({ kind: 'drop' }, (envelope) => {
      return befallen(loaded, {
        ...before,
        inFlight: withoutOne(loaded, state.inFlight, envelope),
      });
    })
    .with({ kind: 'duplicate' }, ({ from, to, message }) => {
      const inFlight = withCopy(state.inFlight, { from, to, message });
      return befallen(loaded, { ...before, inFlight });
    })
    .with({ kind: 'partition' }, ({ grouping }) =>
      befallen(loaded, { ...before, partition: grouping }, about('@partition', { grouping })),
    )
    .with({ kind: 'heal' }, () =>
      befallen(loaded, { ...before, partition: null }, { type: '@heal' }),
    )
    .exhaustive();
}

/** What might happen, budgets, partitions and handledness aside. */
function candidates(loaded: LoadedModel, state: State): readonly Action[] {
  const groupings = loaded.system.partitions.keys();
  return [
    ...movable(loaded, state.inFlight).flatMap((envelope) => moves(loaded, envelope)),
    ...Object.entries(state.hosts).flatMap(([id, host]) =>
      host.up ? ofUpHost(loaded, id, host) : ofDownHost(id),
    ),
    ...(state.partition === null
      ? [...groupings].map((grouping): Action => ({ kind: 'partition', grouping }))
      : [{ kind: 'heal' } as const]),
  ];
}

function moves(loaded: LoadedModel, { from, to, message }: Envelope): readonly Action[] {
  const envelope = { from, to, message };
  const deliver: Action = { kind: 'deliver', ...envelope };
  if (channelOf(loaded, envelope) === 'duplicating') return [deliver];
  return [deliver, { kind: 'drop', ...envelope }, { kind: 'duplicate', ...envelope }];
}

function ofUpHost(loaded: LoadedModel, id: string, host: UpHost): readonly Action[] {
  const crash: Action = { kind: 'crash', host: id };
  return [
    ...instances(id, host).flatMap(([at, local]) => timersAt(loaded, at, local)),
    ...inputsOf(loaded, hostViewOf(loaded, id, host)).map(
      (event): Action => ({ kind: 'input', host: id, event }),
    ),
    ...(loaded.system.crashable.includes(id) ? [crash] : []),
  ];
}

function ofDownHost(host: string): readonly Action[] {
  return [
    { kind: 'restart', host },
    { kind: 'amnesia', host },
  ];
}

function instances(
  host: string,
  { residents, families }: UpHost,
): readonly (readonly [Address, Local])[] {
  return [
    ...Object.entries(residents).map(
      ([machine, local]) => [{ host, machine, key: null }, local] as const,
    ),
    ...Object.entries(families).flatMap(([machine, family]) =>
      Object.entries(family).map(([key, local]) => [{ host, machine, key }, local] as const),
    ),
  ];
}

function timersAt(loaded: LoadedModel, at: Address, local: Local): readonly Action[] {
  return local.timers.flatMap((id): readonly Action[] => {
    const timer = loaded.hosts.get(at.host)?.slots.get(at.machine)?.chart.timers.get(id);
    return timer === undefined
      ? []
      : [{ kind: 'timer', at, delay: timer.delay, state: timer.state }];
  });
}

function isWithinBudget(loaded: LoadedModel, state: State, action: Action): boolean {
  const label = labelOf(action);
  const budget = budgetOf(loaded.system, label);
  return budget === 'unlimited' || (ownField(state.used, label) ?? 0) < budget;
}

/** Whether an action that is allowed is a step (R5). */
function isStep(loaded: LoadedModel, state: State, action: Action): boolean {
  switch (action.kind) {
    case 'deliver':
      if (hostStep(loaded, state, action).handled) return true;
      return loaded.system.unhandled === 'consumed' && channelOf(loaded, action) !== 'duplicating';
    case 'timer':
    case 'input':
      return hostStep(loaded, state, action).handled;
    default:
      return true;
  }
}

type HostAction = Extract<Action, { readonly kind: 'deliver' | 'timer' | 'input' }>;

function hostStep(loaded: LoadedModel, state: State, action: HostAction): HostStep {
  return match(action)
    .with({ kind: 'deliver' }, ({ to, message }) =>
      deliverTo(loaded, upHost(state, to.host), to, message),
    )
    .with({ kind: 'timer' }, (timer) =>
      fireAt(loaded, upHost(state, timer.at.host), timer.at, timerId(loaded, timer)),
    )
    .with({ kind: 'input' }, ({ host, event }) =>
      deliverTo(loaded, upHost(state, host), resolve(loaded, host, event), event),
    )
    .exhaustive();
}

function timerId(
  loaded: LoadedModel,
  { at, delay, state }: Extract<Action, { kind: 'timer' }>,
): string {
  const timers = loaded.hosts.get(at.host)?.slots.get(at.machine)?.chart.timers ?? new Map();
  for (const [id, timer] of timers) if (timer.delay === delay && timer.state === state) return id;
  throw new BrokenModel(`the chart has no timer '${delay}' in '${state}'`, {
    host: at.host,
    machine: at.machine,
  });
}

interface Pending extends Omit<Reached, 'state'> {
  readonly sent: readonly Envelope[];
}

function stepped(
  loaded: LoadedModel,
  before: State,
  host: string,
  step: HostStep,
  befell: readonly Message[] = [],
): Reached {
  const hosts = { ...before.hosts, [host]: step.host };
  const log = [...befell, ...step.log.map((event) => observed(host, event))];
  const { outbox: sent, taken, guards } = step;
  return concluded(loaded, { ...before, hosts }, { sent, log, taken, guards });
}

function befallen(loaded: LoadedModel, before: State, ...log: readonly Message[]): Reached {
  return concluded(loaded, before, { sent: [], log, taken: [], guards: [] });
}

/** Puts the outbox on the channels and shows the log to the monitors: the end of every step. */
function concluded(loaded: LoadedModel, before: State, { sent, ...told }: Pending): Reached {
  const inFlight = settled(loaded, before.hosts, withSent(loaded, before.inFlight, sent));
  const monitors = watched(loaded, before.monitors, told.log);
  return { state: { ...before, inFlight, monitors }, ...told };
}

function observed(host: string, event: Message): Message {
  return about('observed', { host, event: messageJson(event) });
}

function about(type: string, what: JsonRecord): Message {
  return { type, ...what };
}

function used(state: State, action: Action): State['used'] {
  const label = labelOf(action);
  const count = ownField(state.used, label);
  return count === undefined ? state.used : { ...state.used, [label]: count + 1 };
}

/** The labels that the state counts: those with a finite budget that allows them at all. */
function noneUsed(loaded: LoadedModel): State['used'] {
  const counted = Object.entries(loaded.system.budgets).filter(
    ([, cap]) => cap !== 'unlimited' && cap > 0,
  );
  const labels = counted.map(([label]) => label).toSorted(byText);
  return Object.fromEntries(labels.map((label) => [label, 0]));
}

function upHost(state: State, id: string): UpHost {
  const host = ownField(state.hosts, id);
  if (host?.up === true) return host;
  throw new Error(`the host '${id}' is not up`);
}

function downHost(state: State, id: string): Extract<HostState, { readonly up: false }> {
  const host = ownField(state.hosts, id);
  if (host?.up === false) return host;
  throw new Error(`the host '${id}' is not down`);
}
