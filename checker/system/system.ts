/** A system: hosts, the channels between them, and what their environment may do (R5 to R10). */

import { systemDefinition } from '../definition/system-shape.ts';
import { refuseUnlike, withoutUndefined } from '../definition/shape.ts';
import { refuseSurplus } from '../definition/surplus.ts';
import type { Message } from '../machine/local.ts';
import type { HostView } from '../state/view.ts';
import type { Host } from './host.ts';

/**
 * How messages travel from one host to another. `unordered`: any one in flight may come next.
 * `fifo`: only the oldest of the pair. `duplicating`: a set that only grows; a delivery leaves the
 * message in flight.
 */
export type Channel = 'unordered' | 'fifo' | 'duplicating';

/** A cap on how often a labelled action may happen in one run. */
export type Budget = number | 'unlimited';

/** What an author says of a system; everything but the hosts has a default. */
export interface SystemDefinition {
  readonly hosts: readonly Host[];
  /** Default: `unordered`. */
  readonly channel?: Channel;
  /** Channels of single pairs, where they differ. */
  readonly channels?: readonly {
    readonly from: string;
    readonly to: string;
    readonly channel: Channel;
  }[];
  /**
   * What an unhandled delivery is: a step that only removes the message (`consumed`, the default),
   * or no step (`kept`).
   */
  readonly unhandled?: 'consumed' | 'kept';
  /**
   * What becomes of messages to a request that is over. Default: `vanish`; always `delivered` where a
   * request's rebirth is allowed.
   */
  readonly lateReplies?: 'vanish' | 'delivered';
  /** What becomes of messages to a host that is down. Default: `wait`. */
  readonly whileDown?: 'wait' | 'lost';
  /**
   * The events that the environment may send a host; an event that the host doesn't handle as it
   * stands is no step. `view` is the host's own state; called once per distinct one. Default: none.
   */
  readonly inputs?: (host: string, view: HostView) => readonly Message[];
  /** Types of input that count as faults: never fair, and not enough to keep a run from being quiet. */
  readonly faultInputs?: readonly string[];
  /**
   * Caps on labelled actions: `drop`, `duplicate`, `crash`, `amnesia`, `partition` (default 0),
   * `restart`, `heal`, `timer:<delay>`, `input:<type>` (default unlimited).
   */
  readonly budgets?: Readonly<Record<string, Budget>>;
  /** Hosts that may crash. Default: all but the clients. */
  readonly crashable?: readonly string[];
  /** Groupings that a partition may split the hosts into; a host in no group reaches all. */
  readonly partitions?: readonly (readonly (readonly string[])[])[];
}

/** A system with every default filled in. */
export interface System extends Required<SystemDefinition> {}

/**
 * Declares a system. Its machines are looked at when a model of it is loaded.
 * @throws BrokenModel where the definition isn't one, as with a misspelt key.
 */
export function system(definition: SystemDefinition): System {
  refuseSurplus('system(…)', arguments, 1);
  refuseUnlike(systemDefinition, definition, { root: 'system({ … })', path: 'system' });
  return {
    channel: 'unordered',
    channels: [],
    unhandled: 'consumed',
    lateReplies: 'vanish',
    whileDown: 'wait',
    inputs: noInputs,
    faultInputs: [],
    budgets: {},
    crashable: definition.hosts.filter(({ client }) => !client).map(({ id }) => id),
    partitions: [],
    ...withoutUndefined(definition),
    // A request that may be opened again may still want what came too late for the first.
    ...(anyRebirth(definition.hosts) ? { lateReplies: 'delivered' as const } : {}),
  };
}

/** The environment of a system that says nothing of it. */
export function noInputs(): readonly Message[] {
  return [];
}

function anyRebirth(hosts: readonly Host[]): boolean {
  return hosts
    .flatMap(({ machines }) => Object.values(machines))
    .some((slot) => slot.kind === 'perRequest' && slot.rebirth === 'allowed');
}

/** The kind of channel between two hosts. */
export function channelBetween(system: System, from: string, to: string): Channel {
  const own = system.channels.find((pair) => pair.from === from && pair.to === to);
  return own?.channel ?? system.channel;
}

const faultLabels = new Set(['drop', 'duplicate', 'crash', 'amnesia', 'partition']);

/** The cap on an action's label; see `SystemDefinition.budgets` for the defaults. */
export function budgetOf(system: System, label: string): Budget {
  return system.budgets[label] ?? (faultLabels.has(label) ? 0 : 'unlimited');
}

/** Whether the actions with a label are faults. */
export function isFaultLabel({ faultInputs }: System, label: string): boolean {
  if (label.startsWith('input:')) return faultInputs.includes(label.slice('input:'.length));
  return faultLabels.has(label);
}

/** Whether two hosts can reach each other while a grouping of `partitions` is in force, or none. */
export function reaches(
  system: System,
  grouping: number | null,
  pair: readonly [string, string],
): boolean {
  const groups = grouping === null ? undefined : system.partitions[grouping];
  if (groups === undefined) return true;
  const [left, right] = pair.map((host) => groups.findIndex((group) => group.includes(host)));
  return left === -1 || right === -1 || left === right;
}
