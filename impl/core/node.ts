// All that a node knows while it runs.

import type { NodeId } from './clock.ts';
import type { NodeConfiguration } from './configuration.ts';
import { DurabilityGate } from './durability-gate.ts';
import type { FrameError } from './frame-codec.ts';
import type { RequestRef } from './message.types.ts';
import type { Target } from './targets.ts';
import type { ArmedTimer } from './timer.ts';
import type { Version } from './version.ts';

/** What a replica holds of a key; `counter` is how many writes to it this node has numbered. */
export type Replica = { readonly versions: readonly Version[]; readonly counter: number };

/**
 * The hints held for one key, by owner, never empty. `delayed`: to be handed off when the delay is
 * over. `sent`: handed off, the owners' word is awaited.
 */
export type HintedKey = {
  phase: 'delayed' | 'sent';
  readonly owners: Map<NodeId, readonly Version[]>;
};

/** A put that this node coordinates and that has fewer than W acknowledgements. */
export type PendingPut = {
  readonly ref: RequestRef;
  readonly connection: string;
  readonly key: string;
  readonly version: Version;
  readonly targets: readonly Target[];
  readonly ackers: Set<NodeId>;
};

/**
 * A get that this node coordinates. `collecting`: fewer than R answers. `trailing`: the client has
 * its answer, late ones are still mended. `repairing`: the client waits until enough nodes hold
 * the result. `answers` is what each target said first, `known` what it must hold by now, repairs
 * included; `holders` is used while repairing.
 */
export type PendingGet = {
  readonly ref: RequestRef;
  readonly connection: string;
  readonly key: string;
  readonly targets: readonly Target[];
  phase: 'collecting' | 'trailing' | 'repairing';
  result: readonly Version[] | null;
  readonly answers: Map<NodeId, readonly Version[]>;
  readonly known: Map<NodeId, readonly Version[]>;
  readonly holders: Set<NodeId>;
};

/** `down`: not booted. `halted`: stopped for good by a bad or failing disk. */
export type NodePhase = 'down' | 'running' | 'halted';

/** A node's whole memory. Only `step` changes it. */
export type StoreNode = {
  readonly configuration: NodeConfiguration;
  phase: NodePhase;
  incarnation: number;
  nextSequence: number;
  nextOperation: number;
  readonly replicas: Map<string, Replica>;
  readonly hints: Map<string, HintedKey>;
  readonly puts: Map<number, PendingPut>;
  readonly gets: Map<number, PendingGet>;
  readonly timers: Map<string, ArmedTimer>;
  readonly suspects: Set<NodeId>;
  readonly gate: DurabilityGate;
  readonly refusedFrames: Map<FrameError['kind'], number>;
};

/** A node before its first boot. */
export function createNode(configuration: NodeConfiguration): StoreNode {
  return {
    configuration,
    phase: 'down',
    incarnation: 0,
    nextSequence: 1,
    nextOperation: 1,
    replicas: new Map(),
    hints: new Map(),
    puts: new Map(),
    gets: new Map(),
    timers: new Map(),
    suspects: new Set(),
    gate: new DurabilityGate(),
    refusedFrames: new Map(),
  };
}

/** The replica of a key, an empty one if nothing was ever stored. */
export function replicaOf(node: StoreNode, key: string): Replica {
  return node.replicas.get(key) ?? { versions: [], counter: 0 };
}
