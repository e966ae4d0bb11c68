// A whole cluster in memory, in which nothing happens unless it is asked for.

import { match } from 'ts-pattern';
import type { ClientRequest, Response } from '../core/client.types.ts';
import type { NodeId } from '../core/clock.ts';
import type { NodeConfiguration } from '../core/configuration.ts';
import { inspect, type NodePicture } from '../core/inspection.ts';
import { createNode } from '../core/node.ts';
import { step } from '../core/step.ts';
import type { DiskImage, Effect, HaltReason, Input } from '../core/step.types.ts';
import { type FrameInFlight, SimulatedNetwork } from './simulated-network.ts';
import { makeSimulatedNode, type SimulatedNode } from './simulated-node.ts';

/** One thing that the tester lets happen. Frames and timers are named as `inFlight`, `inspect` do. */
export type SimulatedAction =
  | { readonly kind: 'deliver'; readonly frame: number }
  | { readonly kind: 'drop'; readonly frame: number }
  | { readonly kind: 'duplicate'; readonly frame: number }
  | { readonly kind: 'fire'; readonly node: NodeId; readonly timer: string }
  | {
      readonly kind: 'request';
      readonly node: NodeId;
      readonly connection: string;
      readonly request: ClientRequest;
    }
  | { readonly kind: 'suspect' | 'trust'; readonly node: NodeId; readonly peer: NodeId }
  | { readonly kind: 'complete'; readonly node: NodeId }
  | { readonly kind: 'failDisk'; readonly node: NodeId }
  | { readonly kind: 'crash'; readonly node: NodeId }
  | { readonly kind: 'restart'; readonly node: NodeId }
  | { readonly kind: 'amnesia'; readonly node: NodeId };

/** Why an action cannot happen now. */
export type Refusal =
  | 'noSuchNode'
  | 'noSuchFrame'
  | 'timerNotArmed'
  | 'nothingUnsynced'
  | 'nodeDown'
  | 'nodeUp';

/** Whether an action happened. A refused one changed nothing. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** What a client was told, and by whom. */
export type ReceivedReply = {
  readonly node: NodeId;
  readonly connection: string;
  readonly response: Response;
};

const DONE: Outcome = { kind: 'done' };

function refused(reason: Refusal): Outcome {
  return { kind: 'refused', reason };
}

/**
 * Cores joined by a network, disks, timers and clocks that the tester moves one action at a time.
 * All nodes are booted on empty disks and settled at first; all clocks show 0. The same actions
 * always give the same cluster.
 */
export class SimulatedCluster {
  readonly #network = new SimulatedNetwork();
  readonly #nodes = new Map<NodeId, SimulatedNode>();
  readonly #replies: ReceivedReply[] = [];

  constructor(configurations: readonly NodeConfiguration[]) {
    for (const configuration of configurations) {
      const node = makeSimulatedNode(configuration);
      this.#nodes.set(configuration.id, node);
      this.#boot(node);
      this.settle(configuration.id);
    }
  }

  /** Lets one thing happen. */
  perform(action: SimulatedAction): Outcome {
    return match(action)
      .with({ kind: 'deliver' }, ({ frame }) => this.#deliver(frame))
      .with({ kind: 'drop' }, ({ frame }) =>
        this.#network.take(frame) === null ? refused('noSuchFrame') : DONE,
      )
      .with({ kind: 'duplicate' }, ({ frame }) => this.#duplicate(frame))
      .with({ kind: 'fire' }, ({ node, timer }) =>
        this.#whileUp(node, (up) => {
          if (!up.core.timers.has(timer)) return refused('timerNotArmed');
          return this.#step(up, { kind: 'timer', timer });
        }),
      )
      .with({ kind: 'request' }, ({ node, connection, request }) =>
        this.#whileUp(node, (up) => this.#step(up, { kind: 'request', connection, request })),
      )
      .with({ kind: 'suspect' }, { kind: 'trust' }, ({ kind, node, peer }) =>
        this.#whileUp(node, (up) => this.#step(up, { kind: 'admin', command: { kind, peer } })),
      )
      .with({ kind: 'complete' }, ({ node }) =>
        this.#whileUp(node, (up) => this.#diskDone(up, 'ok')),
      )
      .with({ kind: 'failDisk' }, ({ node }) =>
        this.#whileUp(node, (up) => this.#diskDone(up, 'failed')),
      )
      .with({ kind: 'crash' }, ({ node }) => this.#whileUp(node, (up) => this.#crash(up)))
      .with({ kind: 'restart' }, ({ node }) => this.#whileDown(node, (down) => this.#boot(down)))
      .with({ kind: 'amnesia' }, ({ node }) =>
        this.#whileDown(node, (down) => {
          down.disk.wipe();
          return this.#boot(down);
        }),
      )
      .exhaustive();
  }

  /** Feeds a node the completion of all that it has written, oldest first, until none is left. */
  settle(node: NodeId): Outcome {
    let outcome = this.perform({ kind: 'complete', node });
    while (outcome.kind === 'done') outcome = this.perform({ kind: 'complete', node });
    return outcome.reason === 'nothingUnsynced' ? DONE : outcome;
  }

  /** Performs an action, then settles the node at which it happened: one step of the protocol. */
  segment(action: SimulatedAction): Outcome {
    const node = 'node' in action ? action.node : (this.#network.find(action.frame)?.to ?? null);
    const outcome = this.perform(action);
    if (outcome.kind === 'done' && node !== null) this.settle(node);
    return outcome;
  }

  /** Sets a node's wall clock, in milliseconds; it may go back. It outlives crashes. */
  setClock(node: NodeId, now: number): Outcome {
    return this.#withNode(node, (found) => {
      found.now = now;
      return DONE;
    });
  }

  /** Puts any bytes on the way; returns the frame's id. */
  inject(from: NodeId, to: NodeId, bytes: Uint8Array): number {
    return this.#network.send(from, to, bytes);
  }

  /** The names of all nodes. */
  nodeIds(): readonly NodeId[] {
    return [...this.#nodes.keys()];
  }

  /** Whether a node exists and has neither crashed nor halted. */
  isUp(node: NodeId): boolean {
    return this.#nodes.get(node)?.core.phase === 'running';
  }

  /** All frames in flight, in sending order. */
  inFlight(): readonly FrameInFlight[] {
    return this.#network.frames();
  }

  /** All that clients were told, in order. */
  replies(): readonly ReceivedReply[] {
    return [...this.#replies];
  }

  /** A picture of a node's memory; null for an unknown node. A crashed one is empty and `down`. */
  inspect(node: NodeId): NodePicture | null {
    const found = this.#nodes.get(node);
    return found === undefined ? null : inspect(found.core);
  }

  /** Why a node halted, null if it did not. */
  haltReason(node: NodeId): HaltReason | null {
    return this.#nodes.get(node)?.haltReason ?? null;
  }

  /** A copy of what is safe on a node's disk. */
  diskImage(node: NodeId): DiskImage {
    return this.#nodes.get(node)?.disk.image() ?? new Map();
  }

  /**
   * What the node would know if it lost power now and came up again: the core's own recovery, run
   * on a copy of the disk by a core that nobody else sees.
   */
  recovered(node: NodeId): NodePicture | null {
    const found = this.#nodes.get(node);
    if (found === undefined) return null;
    const shadow = createNode(found.core.configuration);
    const image = found.disk.image();
    step(shadow, { kind: 'boot', image, incarnation: found.incarnation + 1 }, found.now);
    return inspect(shadow);
  }

  #withNode(node: NodeId, act: (found: SimulatedNode) => Outcome): Outcome {
    const found = this.#nodes.get(node);
    return found === undefined ? refused('noSuchNode') : act(found);
  }

  #whileUp(node: NodeId, act: (up: SimulatedNode) => Outcome): Outcome {
    return this.#withNode(node, (found) =>
      found.core.phase === 'running' ? act(found) : refused('nodeDown'),
    );
  }

  #whileDown(node: NodeId, act: (down: SimulatedNode) => Outcome): Outcome {
    return this.#withNode(node, (found) =>
      found.core.phase === 'running' ? refused('nodeUp') : act(found),
    );
  }

  #deliver(id: number): Outcome {
    const frame = this.#network.find(id);
    if (frame === null) return refused('noSuchFrame');
    return this.#whileUp(frame.to, (up) => {
      this.#network.take(id);
      return this.#step(up, { kind: 'frame', bytes: frame.bytes });
    });
  }

  #duplicate(id: number): Outcome {
    const frame = this.#network.find(id);
    if (frame === null) return refused('noSuchFrame');
    this.#network.send(frame.from, frame.to, frame.bytes);
    return DONE;
  }

  #diskDone(up: SimulatedNode, outcome: 'ok' | 'failed'): Outcome {
    const operation = outcome === 'ok' ? up.disk.completeOldest() : up.disk.failOldest();
    if (operation === null) return refused('nothingUnsynced');
    return this.#step(up, { kind: 'diskDone', operation, outcome });
  }

  #crash(up: SimulatedNode): Outcome {
    up.disk.losePower();
    up.core = createNode(up.core.configuration);
    return DONE;
  }

  #boot(down: SimulatedNode): Outcome {
    down.disk.losePower();
    down.core = createNode(down.core.configuration);
    down.haltReason = null;
    down.incarnation += 1;
    const image = down.disk.image();
    return this.#step(down, { kind: 'boot', image, incarnation: down.incarnation });
  }

  #step(node: SimulatedNode, input: Input): Outcome {
    for (const effect of step(node.core, input, node.now)) this.#carryOut(node, effect);
    return DONE;
  }

  // Armed timers need no bookkeeping here: the core lists them, and they fire when told to.
  #carryOut(node: SimulatedNode, effect: Effect): void {
    const { id } = node.core.configuration;
    if (effect.kind === 'send') this.#network.send(id, effect.to, effect.bytes);
    else if (effect.kind === 'persist') node.disk.write(effect.operation, effect.batch);
    else if (effect.kind === 'halt') node.haltReason = effect.reason;
    else if (effect.kind === 'reply') {
      const { connection, response } = effect;
      this.#replies.push({ node: id, connection, response });
    }
  }
}
