// A small cluster on a fixed ring, and short words for what tests do with it.

import type { ClientRequest, Response } from '../../impl/core/client.types.ts';
import {
  type ConfigurationInput,
  type NodeConfiguration,
  parseConfiguration,
} from '../../impl/core/configuration.ts';
import type { FrameInFlight } from '../../impl/simulated/simulated-network.ts';
import { type Outcome, SimulatedCluster } from '../../impl/simulated/simulated-cluster.ts';

/** Settings of a test cluster; nodes are n1, n2, ... in ring order, key `k` lies before n1. */
export type SceneOptions = Partial<Omit<ConfigurationInput, 'id' | 'nodes' | 'ring'>> & {
  readonly size?: number;
};

/** A checked configuration of one node of the test cluster. */
export function configurationOf(id: string, options: SceneOptions = {}): NodeConfiguration {
  const { size = 3, ...rest } = options;
  const nodes = Array.from({ length: size }, (_, index) => `n${index + 1}`);
  const tokens = nodes.map((node, index) => ({ position: 10 * (index + 1), node }));
  const ring = { kind: 'fixed', tokens, keys: { k: 5, j: 15 } } as const;
  const parsed = parseConfiguration({ ...rest, id, nodes, ring });
  if (parsed.kind === 'error') throw new Error(parsed.error.issues.join('; '));
  return parsed.value;
}

/** A simulated cluster with segment-wise shorthands. */
export class Scene {
  readonly cluster: SimulatedCluster;
  #requests = 0;

  constructor(options: SceneOptions = {}) {
    const size = options.size ?? 3;
    this.cluster = new SimulatedCluster(
      Array.from({ length: size }, (_, index) => configurationOf(`n${index + 1}`, options)),
    );
  }

  /** Sends a request as one segment; returns its id. */
  ask(node: string, request: Omit<ClientRequest & { kind: 'put' }, 'id'> | GetWish): string {
    this.#requests += 1;
    const id = `q${this.#requests}`;
    const action = {
      kind: 'request',
      node,
      connection: 'c1',
      request: { ...request, id },
    } as const;
    this.cluster.segment(action);
    return id;
  }

  /** Puts a text under `k`; returns the request's id. */
  put(node: string, text: string, context: string | null = null): string {
    return this.ask(node, { kind: 'put', key: 'k', value: Buffer.from(text), context });
  }

  /** Gets `k`; returns the request's id. */
  get(node: string): string {
    return this.ask(node, { kind: 'get', key: 'k' });
  }

  /** Frames in flight as `from>to kind`. */
  mail(): readonly string[] {
    return this.cluster.inFlight().map(label);
  }

  /** Delivers, one segment each, the frames whose label contains the text; returns how many. */
  deliver(text: string): number {
    const frames = this.cluster.inFlight().filter((frame) => label(frame).includes(text));
    for (const { id } of frames) this.cluster.segment({ kind: 'deliver', frame: id });
    return frames.length;
  }

  /** Drops the frames whose label contains the text. */
  drop(text: string): number {
    const frames = this.cluster.inFlight().filter((frame) => label(frame).includes(text));
    for (const { id } of frames) this.cluster.perform({ kind: 'drop', frame: id });
    return frames.length;
  }

  /** Delivers until nothing is in flight. */
  deliverAll(): void {
    while (this.deliver('') > 0);
  }

  /** Fires the node's one timer of that kind. */
  fire(node: string, kind: string): Outcome {
    const timers = this.cluster.inspect(node)?.timers ?? [];
    const timer = timers.find((armed) => armed.kind === kind)?.timer ?? kind;
    return this.cluster.segment({ kind: 'fire', node, timer });
  }

  /** The answer to a request, null while there is none. */
  answer(id: string): Response | null {
    const reply = this.cluster.replies().find(({ response }) => response.id === id);
    return reply?.response ?? null;
  }

  /** The values in an answer, as texts. */
  values(id: string): readonly string[] {
    const response = this.answer(id);
    if (response?.kind !== 'getDone') throw new Error(`${id}: ${response?.kind ?? 'no answer'}`);
    return response.versions.map(({ value }) => Buffer.from(value).toString());
  }

  /** The context in an answer. */
  context(id: string): string {
    const response = this.answer(id);
    if (response === null || !('context' in response)) throw new Error(`no context for ${id}`);
    return response.context;
  }

  /** The values that a node's own copy of `k` holds. */
  held(node: string): readonly string[] {
    const replica = this.cluster.inspect(node)?.replicas['k'];
    return (replica?.versions ?? []).map(({ value }) => value);
  }

  /** The kinds of timers armed at a node. */
  timers(node: string): readonly string[] {
    return (this.cluster.inspect(node)?.timers ?? []).map(({ kind }) => kind);
  }
}

type GetWish = Omit<ClientRequest & { kind: 'get' }, 'id'>;

function label(frame: FrameInFlight): string {
  return `${frame.from}>${frame.to} ${frame.message?.kind ?? 'garbage'}`;
}
