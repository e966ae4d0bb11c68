/** How systems are declared, and what is asked of one. */

import { refuseUnlike } from '../definition/shape.ts';
import { withoutUndefined } from '../definition/values.ts';
import { refuseSurplus } from '../definition/surplus.ts';
import { systemDefinition } from '../definition/system-shape.ts';
import type { Message } from '../machine/local.ts';
import { ownField } from '../own-field.ts';
import type { Host } from './host.types.ts';
import type { Budget, Channel, System, SystemDefinition } from './system.types.ts';

export type { Budget, Channel, System, SystemDefinition } from './system.types.ts';

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
  return ownField(system.budgets, label) ?? (faultLabels.has(label) ? 0 : 'unlimited');
}

/** The labels of the faults that a system's budgets allow. */
export function budgetedFaults(system: System): readonly string[] {
  const inputs = system.faultInputs.map((type) => `input:${type}`);
  const labels = [...new Set([...faultLabels, ...inputs])];
  return labels.filter((label) => budgetOf(system, label) !== 0);
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
