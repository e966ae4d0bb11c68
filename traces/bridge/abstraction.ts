/**
 * The store under replay as a state of the spec, ghosts erased: every field that the spec's state has
 * besides ghosts is there. Monitors and used-up budgets are the checker's own and have no counterpart.
 */

import type { ContextFrom, StateValueFrom } from 'xstate';
import type { JsonRecord } from '../../checker/json.ts';
import { asJson } from '../../checker/json.ts';
import type { HostState, State } from '../../checker/state/state.ts';
import type { NodePicture, TimerPicture } from '../../impl/core/inspection.ts';
import type { client } from '../../spec/quorum/client.ts';
import type { ClientSession } from './client-session.ts';
import { clockIn } from './client-session.ts';
import type { GhostFree } from './ghost-free.ts';
import { disksOf, machinesOf } from './node-abstraction.ts';
import type { Rig } from './rig.ts';
import { carried, clientAddress, contextPicture } from './wire.ts';

/** A state of the spec as the store has it. */
export type AbstractState = Omit<State, 'monitors' | 'used'>;

/**
 * What every step must leave a node with, beside its state: what recovery would read off its disk,
 * and that nothing is left undone, refused or broken.
 */
export interface NodeUpkeep {
  /** By family and key: what survives if the power goes now. */
  readonly durable: JsonRecord;
  /** How many writes still wait for the disk, and how many messages for those writes. */
  readonly unsynced: number;
  readonly withheld: number;
  /** How many frames the node couldn't make sense of. */
  readonly refusedFrames: number;
  /** How many timers are armed for requests that are over, or for keys without hints. */
  readonly strayTimers: number;
  readonly halted: boolean;
}

/** The store as a state of the spec. */
export function abstracted(rig: Rig): AbstractState {
  return {
    hosts: Object.fromEntries([...rig.loaded.hosts.keys()].map((id) => [id, hostOf(rig, id)])),
    inFlight: carried(rig).map(({ envelope }) => envelope),
    partition: rig.partition,
  };
}

/** The upkeep of every node of the store. */
export function upkeepOf(rig: Rig): Readonly<Record<string, NodeUpkeep>> {
  return Object.fromEntries(rig.cluster.nodeIds().map((node) => [node, nodeUpkeep(rig, node)]));
}

function nodeUpkeep({ cluster }: Rig, node: string): NodeUpkeep {
  const picture = cluster.inspect(node);
  const recovered = cluster.recovered(node);
  return {
    durable: recovered === null ? {} : disksOf(recovered).families,
    unsynced: picture?.unsynced.length ?? 0,
    withheld: picture?.withheld ?? 0,
    refusedFrames: Object.values(picture?.refusedFrames ?? {}).reduce((sum, one) => sum + one, 0),
    strayTimers:
      picture === null ? 0 : picture.timers.filter((one) => isStray(picture, one)).length,
    halted: cluster.haltReason(node) !== null,
  };
}

function isStray({ hints }: NodePicture, { id, key }: TimerPicture): boolean {
  return id === null && (key === null || !Object.hasOwn(hints, key));
}

function hostOf(rig: Rig, id: string): HostState {
  const session = rig.clients.get(id);
  if (session !== undefined) return clientOf(id, session);
  const picture = rig.cluster.inspect(id);
  if (picture?.phase === 'running') return machinesOf(rig, picture);
  const recovered = rig.cluster.recovered(id);
  return recovered === null ? { up: false, residents: {}, families: {} } : disksOf(recovered);
}

function clientOf(id: string, session: ClientSession | null): HostState {
  if (session === null) return { up: false, residents: {}, families: {} };
  const { key, script, token, time } = session;
  const context: GhostFree<ContextFrom<typeof client>> = {
    self: clientAddress(id),
    key,
    // The script as it was declared: what stands in it is the model's, the place in it the store's.
    script: script as GhostFree<ContextFrom<typeof client>>['script'],
    context: contextPicture(clockIn(token), time),
  };
  const value = stateOf(session);
  const local = { value, context: asJson(context), final: value === 'done', timers: [] };
  return { up: true, residents: { client: local }, families: {} };
}

function stateOf({ script: [step], waiting }: ClientSession): StateValueFrom<typeof client> {
  if (step === undefined) return 'done';
  if (!waiting) return 'ready';
  return step.op === 'put' ? 'putting' : 'getting';
}
