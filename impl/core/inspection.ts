// A look at a node from outside, without a way to change it.

import { compareText, type NodeId } from './clock.ts';
import type { FrameError } from './frame-codec.ts';
import type { HintedKey, NodePhase, PendingGet, PendingPut, StoreNode } from './node.ts';
import { pictureVersion, pictureVersions, type VersionPicture } from './picture.ts';
import type { Target } from './targets.ts';
import type { ArmedTimer, TimerPurpose } from './timer.ts';
import type { Version } from './version.ts';

/** Versions by node, ascending by node. */
export type VersionsByNode = Readonly<Record<NodeId, readonly VersionPicture[]>>;

/** What a replica holds of a key. Under `vv-ctx` the counter stays 0. */
export type ReplicaPicture = {
  readonly versions: readonly VersionPicture[];
  readonly counter: number;
};

/**
 * The hints of one key by owner. `delayed`: the timer `handoffDelay` is armed. `sent`: the timer
 * `handoffRetry` is armed. Without any hint the key is absent (idle).
 */
export type HintsPicture = {
  readonly phase: HintedKey['phase'];
  readonly owners: VersionsByNode;
};

/** A put that still lacks acknowledgements; `ackers`, sorted, has this node itself from the start. */
export type PutPicture = {
  readonly id: string;
  readonly sequence: number;
  readonly connection: string;
  readonly key: string;
  readonly version: VersionPicture;
  readonly targets: readonly Target[];
  readonly ackers: readonly NodeId[];
};

/**
 * A get that is not over. `collecting`: fewer than R answers, `result` null. `trailing`: the client
 * was answered with `result`, repair (async) goes on, `repairTimeout` is armed instead of
 * `requestTimeout`. `repairing`: the client waits (block) until N-R+1 nodes are in `holders`.
 * `answers`: the first answer of every target that gave one. `known`: the same, but with what this
 * node has sent in repair merged in.
 */
export type GetPicture = {
  readonly id: string;
  readonly sequence: number;
  readonly connection: string;
  readonly key: string;
  readonly phase: PendingGet['phase'];
  readonly targets: readonly Target[];
  readonly answers: VersionsByNode;
  readonly known: VersionsByNode;
  readonly result: readonly VersionPicture[] | null;
  readonly holders: readonly NodeId[];
};

/** An armed timer with what it is for in the words of its owner; `id` is the client's request id. */
export type TimerPicture = {
  readonly timer: string;
  readonly ms: number;
  readonly kind: TimerPurpose['kind'];
  readonly id: string | null;
  readonly key: string | null;
};

/**
 * Everything a node knows, as plain JSON with every list and record in a fixed order.
 * `unsynced` are operations not yet durable and `withheld` counts what is not said because of
 * them: [] and 0 once a step is settled. `replicas`: keys with a version or a counter above 0.
 * `refusedFrames` counts frames dropped, by the kind of their `FrameError`.
 */
export type NodePicture = {
  readonly id: NodeId;
  readonly phase: NodePhase;
  readonly incarnation: number;
  readonly replicas: Readonly<Record<string, ReplicaPicture>>;
  readonly hints: Readonly<Record<string, HintsPicture>>;
  readonly puts: readonly PutPicture[];
  readonly gets: readonly GetPicture[];
  readonly timers: readonly TimerPicture[];
  readonly suspects: readonly NodeId[];
  readonly unsynced: readonly number[];
  readonly withheld: number;
  readonly refusedFrames: Readonly<Partial<Record<FrameError['kind'], number>>>;
};

/** Pictures a node. The picture shares nothing with the node. */
export function inspect(node: StoreNode): NodePicture {
  return {
    id: node.configuration.id,
    phase: node.phase,
    incarnation: node.incarnation,
    replicas: recordOf(node.replicas, ({ versions, counter }) => ({
      versions: pictureVersions(versions),
      counter,
    })),
    hints: recordOf(node.hints, ({ phase, owners }) => ({
      phase,
      owners: versionsOf(owners),
    })),
    puts: [...node.puts.values()].map(picturePut),
    gets: [...node.gets.values()].map(pictureGet),
    timers: [...node.timers.values()]
      .map((armed) => pictureTimer(node, armed))
      .toSorted((a, b) => compareText(a.timer, b.timer)),
    suspects: [...node.suspects].toSorted(),
    unsynced: node.gate.unsynced(),
    withheld: node.gate.withheld(),
    refusedFrames: recordOf(node.refusedFrames, (count) => count),
  };
}

// Without a prototype, so that a key may be called anything.
function recordOf<V, P>(map: ReadonlyMap<string, V>, picture: (value: V) => P): Record<string, P> {
  const record: Record<string, P> = Object.create(null);
  for (const [key, value] of [...map].toSorted(([a], [b]) => compareText(a, b))) {
    record[key] = picture(value);
  }
  return record;
}

function picturePut(put: PendingPut): PutPicture {
  const { ref, connection, key, version, targets, ackers } = put;
  return {
    id: ref.id,
    sequence: ref.sequence,
    connection,
    key,
    version: pictureVersion(version),
    targets: targets.map((target) => ({ ...target })),
    ackers: [...ackers].toSorted(),
  };
}

function versionsOf(map: ReadonlyMap<string, readonly Version[]>): VersionsByNode {
  return recordOf(map, pictureVersions);
}

function pictureGet(get: PendingGet): GetPicture {
  const { ref, connection, key, phase, targets, result } = get;
  return {
    id: ref.id,
    sequence: ref.sequence,
    connection,
    key,
    phase,
    targets: targets.map((target) => ({ ...target })),
    answers: versionsOf(get.answers),
    known: versionsOf(get.known),
    result: result === null ? null : pictureVersions(result),
    holders: [...get.holders].toSorted(),
  };
}

function pictureTimer(node: StoreNode, { timer, ms, purpose }: ArmedTimer): TimerPicture {
  if ('key' in purpose) return { timer, ms, kind: purpose.kind, id: null, key: purpose.key };
  const owner = node.puts.get(purpose.sequence) ?? node.gets.get(purpose.sequence);
  return {
    timer,
    ms,
    kind: purpose.kind,
    id: owner?.ref.id ?? null,
    key: owner?.key ?? null,
  };
}
