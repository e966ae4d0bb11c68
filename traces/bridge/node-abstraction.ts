/**
 * A node of the store in the spec's words: its machines as the spec would have them, read off the
 * store's memory. Ghosts have no counterpart. Read off directly: suspicions; what replicas and
 * couriers keep; a put's acks; a get's targets, answers, result and holders; armed timers.
 *
 * Derived, because the store keeps it in another shape:
 * - the chart states: of replicas from the number of versions; of couriers and gets from the phase;
 *   puts only ever wait for acks and members only ever rest between two steps;
 * - `versioning`, `ring`, `copies`, `r`, `w`, `repair`, `sloppy`: what the store was configured with;
 * - a request's message: the store keeps what it needs of it, the rig what the client sent; key and
 *   client are the store's own;
 * - a put's `seen`, which the store works out from its version when it answers; its `targets`,
 *   which the spec forgets once they are asked;
 * - a get's `result`, `holders` and `stale` while answers come in, from the store's answers by the
 *   store's own merge: it keeps the answers themselves. A substitute is never repaired, and counts as
 *   holding all once the client is answered. While
 *   the client waits for repair, who answered and isn't a holder is stale.
 * Not compared, because the spec has none: sequence numbers and incarnations (they only tell frames
 * of dead requests from others), connections' names (they are the clients'), lengths of timers.
 */

import type { ContextFrom, StateValueFrom } from 'xstate';
import type { Json } from '../../checker/json.ts';
import type { Local } from '../../checker/machine/local.ts';
import { ownField } from '../../checker/own-field.ts';
import type { HostState } from '../../checker/state/state.ts';
import type {
  GetPicture,
  HintsPicture,
  NodePicture,
  PutPicture,
  ReplicaPicture,
} from '../../impl/core/inspection.ts';
import type { TimerPicture } from '../../impl/core/inspection.ts';
import type { VersionPicture } from '../../impl/core/picture.ts';
import { pictureVersions } from '../../impl/core/picture.ts';
import { lacks, mergeVersions } from '../../impl/core/siblings.ts';
import { clockOf, counterOf } from '../../impl/core/clock.ts';
import { contextOf } from '../../impl/core/version.ts';
import type { Version } from '../../impl/core/version.ts';
import type { courier } from '../../spec/handoff/courier.ts';
import type { getCoordinator } from '../../spec/quorum/get-coordinator.ts';
import type { putCoordinator } from '../../spec/quorum/put-coordinator.ts';
import type { member } from '../../spec/ring/ring-walk.ts';
import { ringOf } from '../../spec/values/ring.ts';
import type { replica } from '../../spec/versions/replica.ts';
import type { GhostFree } from './ghost-free.ts';
import { timers } from './mapping.ts';
import type { Rig } from './rig.ts';
import { policies } from './store-description.ts';
import { address, clientAddress, contextPicture, requestMessage } from './wire.ts';
import type { Bare } from './wire.ts';

type UpHost = Extract<HostState, { readonly up: true }>;
type Disks = Extract<HostState, { readonly up: false }>;

/** What a node would know if it came up from its disk now. */
export function disksOf(picture: NodePicture): Disks {
  const { replicas, hints } = picture;
  return {
    up: false,
    residents: {},
    families: {
      replica: mapped(replicas, (one) => json(replicaDisk(one))),
      courier: mapped(hints, (one) => json(courierDisk(one))),
    },
  };
}

/** A running node. */
export function machinesOf(rig: Rig, picture: NodePicture): UpHost {
  const { id: host, puts, gets, replicas, hints } = picture;
  return {
    up: true,
    residents: { member: memberOf(rig, picture) },
    families: {
      put: Object.fromEntries(puts.map((one) => [one.id, putOf(rig, picture, one)])),
      get: Object.fromEntries(gets.map((one) => [one.id, getOf(rig, picture, one)])),
      replica: mapped(replicas, (one, key) => replicaOf(rig, address(host, 'replica', key), one)),
      courier: mapped(hints, (one, key) => courierOf(rig, picture, { key, one })),
    },
  };
}

function memberOf(rig: Rig, { id, suspects }: NodePicture): Local {
  const { nodes, keys, n, sloppy } = rig.description;
  const tokens = Object.entries(nodes).flatMap(([node, positions]) =>
    positions.map((position) => ({ position, node })),
  );
  const context: GhostFree<ContextFrom<typeof member>> = {
    self: address(id, 'member', null),
    ring: ringOf(tokens, keys),
    copies: n,
    sloppy,
    suspects: setOf(suspects),
    walk: null,
  };
  return standing('resting' satisfies StateValueFrom<typeof member>, context);
}

function putOf(rig: Rig, picture: NodePicture, put: PutPicture): Local {
  const context: GhostFree<ContextFrom<typeof putCoordinator>> = {
    self: address(picture.id, 'put', put.id),
    request: requestOf(rig, 'clientPut', put),
    w: rig.description.w,
    versioning: versioningOf(rig),
    targets: [],
    ackers: setOf(put.ackers),
    seen: { context: contextAfter(rig, put) },
  };
  const value = 'awaitingAcks' satisfies StateValueFrom<typeof putCoordinator>;
  return standing(value, context, armed(rig, picture, { machine: 'put', key: put.id }));
}

function getOf(rig: Rig, picture: NodePicture, get: GetPicture): Local {
  const { n, r, repair } = rig.description;
  const home = get.targets.filter(({ owner }) => owner === null).map(({ node }) => node);
  const context: GhostFree<ContextFrom<typeof getCoordinator>> = {
    self: address(picture.id, 'get', get.id),
    request: requestOf(rig, 'clientGet', get),
    copies: n,
    r,
    repair,
    versioning: versioningOf(rig),
    asked: get.targets.length,
    repairable: setOf(repair === 'off' ? [] : home),
    ...answersOf(rig, get),
  };
  const value = getStates[get.phase];
  return standing(value, context, armed(rig, picture, { machine: 'get', key: get.id }));
}

const getStates = {
  collecting: { unanswered: 'reading' },
  trailing: 'repairing',
  repairing: { unanswered: 'securing' },
} as const satisfies Record<GetPicture['phase'], StateValueFrom<typeof getCoordinator>>;

type Answers = Pick<GhostFree<ContextFrom<typeof getCoordinator>>, 'result' | 'holders' | 'stale'>;

/** What remains of a get's answers, and who holds all of it. */
function answersOf(rig: Rig, get: GetPicture): Answers {
  const { answers, known, phase, holders, result, targets } = get;
  if (phase === 'repairing') {
    const behind = Object.keys(answers).filter((node) => !holders.includes(node));
    return { result: result ?? [], holders: setOf(holders), stale: setOf(behind) };
  }
  const policy = policies[rig.description.versioning];
  const all = mergeVersions(policy, [], Object.values(answers).flatMap(storeVersions));
  const upToDate = (node: string): boolean => {
    const isSubstitute = targets.some((target) => target.node === node && target.owner !== null);
    if (phase === 'trailing' && isSubstitute) return true;
    return !lacks(
      policy,
      storeVersions(ownField(phase === 'trailing' ? known : answers, node) ?? []),
      all,
    );
  };
  const answerers = Object.keys(answers);
  return {
    result: pictureVersions(all),
    holders: setOf(answerers.filter((node) => upToDate(node))),
    stale: setOf(answerers.filter((node) => !upToDate(node))),
  };
}

function replicaOf(rig: Rig, self: ReturnType<typeof address>, picture: ReplicaPicture): Local {
  const context: GhostFree<ContextFrom<typeof replica>> = {
    self,
    versioning: versioningOf(rig),
    disk: replicaDisk(picture),
  };
  const { length } = picture.versions;
  const value = length === 0 ? 'absent' : length === 1 ? 'single' : 'siblings';
  return standing(value satisfies StateValueFrom<typeof replica>, context);
}

function replicaDisk({ versions, counter }: ReplicaPicture) {
  return { versions, counter };
}

const courierStates = {
  delayed: { burdened: 'waiting' },
  sent: { burdened: 'awaitingOwners' },
} as const satisfies Record<HintsPicture['phase'], StateValueFrom<typeof courier>>;

function courierOf(
  rig: Rig,
  picture: NodePicture,
  { key, one }: { readonly key: string; readonly one: HintsPicture },
): Local {
  const context: GhostFree<ContextFrom<typeof courier>> = {
    self: { ...address(picture.id, 'courier', key), key },
    versioning: versioningOf(rig),
    disk: courierDisk(one),
  };
  return standing(
    courierStates[one.phase],
    context,
    armed(rig, picture, { machine: 'courier', key }),
  );
}

function courierDisk({ owners }: HintsPicture) {
  return { hints: { ...owners } };
}

function requestOf<Type extends 'clientPut' | 'clientGet'>(
  rig: Rig,
  type: Type,
  { id, key, connection }: PutPicture | GetPicture,
): Bare<Type> {
  const posted = rig.asked.get(id);
  if (posted === undefined) throw new Error(`the store has a request ${id} that no client made`);
  // A put's picture asks for the put that was posted, a get's for the get: ids are told apart.
  const sent = requestMessage(posted) as Bare<Type>;
  return { ...sent, type, from: clientAddress(connection), id, key };
}

/** What the client will have seen once its put is answered. */
function contextAfter(rig: Rig, { id, version }: PutPicture) {
  const made = storeVersion(version);
  const { node, counter } = made.dot;
  const isGap = counterOf(made.clock, node) < counter - 1;
  const isUnchanged = rig.description.versioning === 'dvv' && isGap;
  return contextPicture(isUnchanged ? made.clock : contextOf([made]), rig.writtenAt(id));
}

function versioningOf({ description: { versioning, skew } }: Rig) {
  return { mode: versioning, skew };
}

/** The armed timers of a request or a courier, by the ids that the spec's chart gives them. */
function armed(
  rig: Rig,
  picture: NodePicture,
  { machine, key }: { readonly machine: 'put' | 'get' | 'courier'; readonly key: string },
): readonly string[] {
  const mine = picture.timers.filter(({ id, key: of }) =>
    machine === 'courier' ? id === null && of === key : id === key,
  );
  const chart = rig.loaded.hosts.get(picture.id)?.slots.get(machine)?.chart;
  const known = [...(chart?.timers.values() ?? [])];
  return mine.map((timer) => known.find(({ delay }) => isNamed(timer, delay))?.id ?? timer.kind);
}

function isNamed({ kind }: TimerPicture, delay: string): boolean {
  return Object.entries(timers).some(([spec, store]) => spec === delay && store === kind);
}

function standing(
  value: Local['value'],
  context: object,
  armedTimers: readonly string[] = [],
): Local {
  return { value, context: json(context), final: false, timers: armedTimers.toSorted() };
}

function json(data: object): Json {
  // Contexts are JSON; their types merely lack an index signature.
  return data as Json;
}

function storeVersions(versions: readonly VersionPicture[]): readonly Version[] {
  return versions.map(storeVersion);
}

function storeVersion({ dot, clock, stamp, value }: VersionPicture): Version {
  const bytes = new Uint8Array(Buffer.from(value, 'latin1'));
  return { dot, clock: clockOf(Object.entries(clock)), stamp, value: bytes };
}

function setOf(names: readonly string[]): { readonly [name: string]: true } {
  return Object.fromEntries(names.map((name) => [name, true as const]));
}

function mapped<One, Other>(
  record: Readonly<Record<string, One>>,
  change: (one: One, key: string) => Other,
): Record<string, Other> {
  return Object.fromEntries(Object.entries(record).map(([key, one]) => [key, change(one, key)]));
}
