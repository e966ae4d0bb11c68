/**
 * What a trace drives: the simulated store, the clients that the bridge plays for it, the wires
 * between the two, and the nodes' wall clocks. Nothing in it knows of the spec's states.
 */

import * as v from 'valibot';
import { BrokenModel } from '../../checker/broken-model.ts';
import { ownField } from '../../checker/own-field.ts';
import type { LoadedModel } from '../../checker/system/load.ts';
import type { ClientRequest, Response } from '../../impl/core/client.types.ts';
import type { SimulatedAction } from '../../impl/simulated/simulated-cluster.ts';
import { SimulatedCluster } from '../../impl/simulated/simulated-cluster.ts';
import { begun, clientProgram, nextRequest } from './client-session.ts';
import type { Asked, ClientSession, Told } from './client-session.ts';
import type { StoreDescription } from './store-description.ts';
import { configurationsOf, storeDescription } from './store-description.ts';

/** A request on its way from a client to a node. */
export type RequestOnWire = Asked & { readonly client: string; readonly node: string };

/** An answer on its way from a node to a client. */
export type AnswerOnWire = Told & { readonly client: string; readonly node: string };

/** Why the store did not go along with an action; null if it did. */
export type Refused = string | null;

/** The store under replay with all that surrounds it. */
export class Rig {
  readonly loaded: LoadedModel;
  readonly description: StoreDescription;
  readonly cluster: SimulatedCluster;
  /** By client; one that crashed is null. */
  readonly clients = new Map<string, ClientSession | null>();
  /** Everything that was ever asked, by the request's id: the store keeps less of it. */
  readonly asked = new Map<string, RequestOnWire>();
  /** The grouping in force: a partition holds up messages, which is all that the store sees of it. */
  partition: number | null = null;
  requests: readonly RequestOnWire[] = [];
  answers: readonly AnswerOnWire[] = [];
  readonly #written = new Map<string, number>();
  #repliesTaken = 0;

  /**
   * Builds the store that a model describes, with its clients.
   * @throws BrokenModel where the description is none, or names a client that the model hasn't.
   */
  constructor(loaded: LoadedModel) {
    this.loaded = loaded;
    this.description = storeDescription(loaded.model);
    this.cluster = new SimulatedCluster(configurationsOf(this.description, loaded.model.name));
    for (const client of this.description.clients) this.beginSession(client);
  }

  /** Has a client begin its script, as it does at first and after a crash. */
  beginSession(client: string): void {
    const slot = this.loaded.hosts.get(client)?.slots.get('client')?.slot;
    const program = v.safeParse(clientProgram, slot?.input);
    if (!program.success) {
      throw new BrokenModel(
        'the model describes a store with a client of which it has no script: list only hosts that run the client machine',
        { model: this.loaded.model.name, host: client },
      );
    }
    this.clients.set(client, begun(program.output));
  }

  /** Has a client ask a node for what its script has next. */
  call(client: string, node: string): Refused {
    const session = this.clients.get(client) ?? null;
    const asked = session === null ? null : nextRequest(session);
    if (session === null || asked === null) return `the client ${client} has nothing to ask now`;
    const posted = { ...asked, client, node };
    this.requests = [...this.requests, posted];
    this.asked.set(asked.request.id, posted);
    this.clients.set(client, { ...session, waiting: true });
    return null;
  }

  /** Hands a node a request that is on its way. */
  hand(posted: RequestOnWire): Refused {
    const { client, node, request, time } = posted;
    if (request.kind === 'put') this.#setClock(node, request, time);
    const refused = this.step({ kind: 'request', node, connection: client, request });
    if (refused === null) this.requests = this.requests.filter((other) => other !== posted);
    return refused;
  }

  /** One step of the protocol at a node: an action, then the completions of all that it wrote. */
  step(action: SimulatedAction): Refused {
    const outcome = this.cluster.segment(action);
    if (outcome.kind === 'refused') return `the store refuses it: ${outcome.reason}`;
    const replies = this.cluster.replies();
    const news = replies.slice(this.#repliesTaken);
    this.#repliesTaken = replies.length;
    for (const { response } of news) {
      const { id } = response;
      if (response.kind === 'redirect') return `the store sends request ${id} on to ${response.to}`;
      if (response.kind === 'refused') return `the store refuses ${id}: ${response.error.kind}`;
    }
    const told = news.map(({ node, connection: client, response }) => ({
      node,
      client,
      response,
      time: this.#trueTime(response),
    }));
    this.answers = [...this.answers, ...told];
    return null;
  }

  /** By how much a node's wall clock is off. */
  skewOf(node: string): number {
    return ownField(this.description.skew, node) ?? 0;
  }

  /** The true time at which a put was numbered; 0 except under `lww`. */
  writtenAt(request: string): number {
    return this.#written.get(request) ?? 0;
  }

  /** The true time of a version: its stamp less the skew of the node that made it. */
  timeOf(version: { readonly dot: { readonly node: string }; readonly stamp: number }): number {
    const isTimed = this.description.versioning === 'lww';
    return isTimed ? version.stamp - this.skewOf(version.dot.node) : 0;
  }

  /** True time is Lamport's: later than what the put has seen and than all that the node holds. */
  #setClock(node: string, { id, key }: ClientRequest, seen: number): void {
    if (this.description.versioning !== 'lww') return;
    const held = ownField(this.cluster.inspect(node)?.replicas ?? {}, key)?.versions ?? [];
    const time = 1 + Math.max(seen, ...held.map((version) => this.timeOf(version)));
    this.#written.set(id, time);
    this.cluster.setClock(node, time + this.skewOf(node));
  }

  #trueTime(response: Response): number {
    if (response.kind === 'putDone') return this.writtenAt(response.id);
    if (response.kind !== 'getDone') return 0;
    return Math.max(0, ...response.versions.map((version) => this.timeOf(version)));
  }
}
