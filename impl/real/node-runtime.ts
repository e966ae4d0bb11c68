// A core among real timers, sockets and files.

import { randomInt, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { ClientRequest, Response } from '../core/client.types.ts';
import type { NodeId } from '../core/clock.ts';
import { decodeFrame, encodeFrame } from '../core/frame-codec.ts';
import { createNode, type NodePhase, type StoreNode } from '../core/node.ts';
import { step } from '../core/step.ts';
import type { AdminCommand, DiskImage, Effect, HaltReason, Input } from '../core/step.types.ts';
import { FailureDetector } from './failure-detector.ts';
import type { PeerLink } from './peer-link.ts';
import type { ServerOptions } from './server-options.ts';

/** What the runtime is connected to. */
export type RuntimePorts = {
  readonly links: ReadonlyMap<NodeId, PeerLink>;
  readonly write: (effect: Extract<Effect, { readonly kind: 'persist' }>) => void;
  readonly onHalt: (reason: HaltReason) => void;
};

/** Numbers for operators. */
export type RuntimeSummary = {
  readonly id: NodeId;
  readonly phase: NodePhase;
  readonly keys: number;
  readonly hintedKeys: number;
  readonly pendingPuts: number;
  readonly pendingGets: number;
  readonly unsyncedWrites: number;
  readonly suspects: readonly NodeId[];
  readonly refusedFrames: Readonly<Record<string, number>>;
  readonly droppedFrames: number;
  readonly responses: Readonly<Record<string, number>>;
};

/** One running node. All its inputs, from wherever they come, pass through `take`, one at a time. */
export class NodeRuntime {
  readonly #core: StoreNode;
  readonly #ports: RuntimePorts;
  readonly #detector: FailureDetector;
  readonly #options: ServerOptions;
  readonly #waiting = new Map<string, (response: Response) => void>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #responses = new Map<string, number>();
  #probing: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: ServerOptions, ports: RuntimePorts) {
    this.#options = options;
    this.#core = createNode(options.configuration);
    this.#ports = ports;
    const peers = [...ports.links.keys()];
    this.#detector = new FailureDetector(peers, options.probe, performance.now());
  }

  /** Boots the core on what the disk holds, and begins to probe the peers. */
  start(image: DiskImage): void {
    this.take({ kind: 'boot', image, incarnation: randomInt(2 ** 48 - 1) });
    this.#probing = setInterval(() => this.#probe(), this.#options.probe.probeEvery);
  }

  /** Lets one thing happen to the core and carries out what follows; nothing once stopped. */
  take(input: Input): void {
    if (this.#stopped) return;
    for (const effect of step(this.#core, input, Date.now())) this.#carryOut(effect);
  }

  /** Takes a frame from the network. A well-formed one is a sign of life of its sender. */
  takeFrame(bytes: Uint8Array): void {
    const decoded = decodeFrame(bytes);
    if (decoded.kind === 'ok') {
      const command = this.#detector.heard(decoded.value.from, performance.now());
      if (command !== null) this.admin(command);
    }
    this.take({ kind: 'frame', bytes });
  }

  /** Believes a peer down or up. */
  admin(command: AdminCommand): void {
    this.take({ kind: 'admin', command });
  }

  /** Asks the core for something; resolves with its one answer. */
  request(request: ClientRequest): Promise<Response> {
    if (this.#stopped) return Promise.resolve(notRunning(request.id));
    const connection = randomUUID();
    return new Promise((resolve) => {
      this.#waiting.set(connection, resolve);
      this.take({ kind: 'request', connection, request });
    });
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'send':
        this.#ports.links.get(effect.to)?.send(effect.bytes);
        return;
      case 'reply':
        this.#answer(effect.connection, effect.response);
        return;
      case 'persist':
        this.#ports.write(effect);
        return;
      case 'arm':
        this.#disarm(effect.timer);
        this.#timers.set(
          effect.timer,
          setTimeout(() => this.#fire(effect.timer), effect.ms),
        );
        return;
      case 'disarm':
        this.#disarm(effect.timer);
        return;
      case 'halt':
        this.stop();
        this.#ports.onHalt(effect.reason);
        return;
    }
  }

  #answer(connection: string, response: Response): void {
    const kind = response.kind === 'refused' ? response.error.kind : response.kind;
    this.#responses.set(kind, (this.#responses.get(kind) ?? 0) + 1);
    this.#waiting.get(connection)?.(response);
    this.#waiting.delete(connection);
  }

  #fire(timer: string): void {
    this.#timers.delete(timer);
    this.take({ kind: 'timer', timer });
  }

  #disarm(timer: string): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.delete(timer);
  }

  #probe(): void {
    for (const command of this.#detector.check(performance.now())) this.admin(command);
    const from = this.#options.configuration.id;
    for (const [to, link] of this.#ports.links) {
      link.send(encodeFrame({ from, to, message: { kind: 'ping' } }));
    }
  }

  /** Stops all timers; clients that still wait learn that the node no longer runs. */
  stop(): void {
    this.#stopped = true;
    if (this.#probing !== null) clearInterval(this.#probing);
    for (const timer of this.#timers.keys()) this.#disarm(timer);
    for (const connection of this.#waiting.keys()) {
      this.#answer(connection, notRunning(''));
    }
  }

  /** Numbers for operators; cheap, whatever the number of keys. */
  summary(): RuntimeSummary {
    const core = this.#core;
    const dropped = [...this.#ports.links.values()].reduce((sum, link) => sum + link.dropped, 0);
    return {
      id: core.configuration.id,
      phase: core.phase,
      keys: core.replicas.size,
      hintedKeys: core.hints.size,
      pendingPuts: core.puts.size,
      pendingGets: core.gets.size,
      unsyncedWrites: core.gate.unsynced().length,
      suspects: [...core.suspects].toSorted(),
      refusedFrames: Object.fromEntries(core.refusedFrames),
      droppedFrames: dropped,
      responses: Object.fromEntries(this.#responses),
    };
  }
}

function notRunning(id: string): Response {
  return { kind: 'refused', id, error: { kind: 'notRunning' } };
}
