/** The spec's state and the store's, side by side. */

import { asJson, byText, canonical } from '../../checker/json.ts';
import type { Json, JsonRecord } from '../../checker/json.ts';
import type { Local } from '../../checker/machine/local.ts';
import { ownField } from '../../checker/own-field.ts';
import { messageJson } from '../../checker/state/action.ts';
import type { Envelope, HostState, State } from '../../checker/state/state.ts';
import { changes } from '../../checker/trace/difference.ts';
import type { Difference } from '../../checker/trace/replay-answer.ts';
import type { AbstractState, NodeUpkeep } from './abstraction.ts';
import { abstracted, upkeepOf } from './abstraction.ts';
import { ghostFree } from './ghost-free.ts';
import type { Rig } from './rig.ts';

/** All that is compared, as plain data: hosts, messages by sender, receiver and type, upkeep. */
export type Picture = {
  readonly hosts: Json;
  readonly inFlight: JsonRecord;
  readonly partition: number | null;
  readonly upkeep: Json;
};

/** What the spec has the store look like. `nodes` are the hosts that are nodes of the store. */
export function specPicture(state: State, nodes: readonly string[]): Picture {
  const upkeep = nodes.map((node): [string, NodeUpkeep] => [
    node,
    {
      durable: disksIn(ownField(state.hosts, node)),
      unsynced: 0,
      withheld: 0,
      refusedFrames: 0,
      strayTimers: 0,
      halted: false,
    },
  ]);
  return pictured(state, Object.fromEntries(upkeep));
}

/** What the store looks like. */
export function storePicture(rig: Rig): Picture {
  return pictured(abstracted(rig), upkeepOf(rig));
}

/** Where the store is not as the spec has it: changed paths only, none if the two agree. */
export function differences(spec: Picture, store: Picture): readonly Difference[] {
  return changes(spec, store).map(({ path, before, after }) => ({
    path,
    spec: before ?? null,
    store: after ?? null,
  }));
}

function pictured(
  { hosts, inFlight, partition }: AbstractState,
  upkeep: Readonly<Record<string, NodeUpkeep>>,
): Picture {
  return {
    hosts: ghostFree(asJson(hosts)),
    inFlight: multiset(inFlight),
    partition,
    upkeep: ghostFree(asJson(upkeep)),
  };
}

/** Messages without order, by sender, receiving machine and type. */
function multiset(inFlight: readonly Envelope[]): JsonRecord {
  const routes = new Map<string, Json[]>();
  for (const { from, to, message } of inFlight) {
    const machine = to.key === null ? to.machine : `${to.machine}[${to.key}]`;
    const route = `${from} → ${to.host}.${machine} ${message.type}`;
    routes.set(route, [...(routes.get(route) ?? []), ghostFree(messageJson(message))]);
  }
  const sorted = [...routes].map(([route, sent]): [string, Json] => [
    route,
    sent.toSorted((left, right) => byText(canonical(left), canonical(right))),
  ]);
  return Object.fromEntries(sorted);
}

/** The disks of a host's families, whether it is up or down. */
function disksIn(host: HostState | undefined): JsonRecord {
  if (host === undefined) return {};
  if (!host.up) return host.families;
  const families = Object.entries(host.families).map(([name, instances]): [string, JsonRecord] => [
    name,
    Object.fromEntries(Object.entries(instances).flatMap(([key, one]) => diskOf(key, one))),
  ]);
  return Object.fromEntries(families.filter(([name]) => !['put', 'get'].includes(name)));
}

function diskOf(key: string, { context }: Local): readonly [string, Json][] {
  if (typeof context !== 'object' || context === null || !('disk' in context)) return [];
  return [[key, context['disk']]];
}
