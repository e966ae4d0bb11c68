// A put, from the client's request to W acknowledgements.
// Source: lecture page "Handling Writes"; DeCandia 2007 4.5.

import type { ClientRequest } from './client.types.ts';
import { type Clock, counterOf, type NodeId } from './clock.ts';
import { type ConflictPolicy, mint } from './conflict-policy.ts';
import { decodeContext, encodeContext } from './context-codec.ts';
import { MAX_SIBLINGS } from './limits.ts';
import { saveReplica } from './local-replica.ts';
import type { RequestRef } from './message.types.ts';
import { type PendingPut, replicaOf } from './node.ts';
import { answersRequest, newRef, operationTargets, preference } from './request.ts';
import { mergeVersions } from './siblings.ts';
import { homeNodes, type Target } from './targets.ts';
import type { Turn } from './turn.ts';
import { contextOf, type Version } from './version.ts';

type PutRequest = Extract<ClientRequest, { readonly kind: 'put' }>;

/**
 * Coordinates a put: numbers the version, writes it here and sends it to all other targets. Only a
 * home node of the key may; others redirect to one they believe up.
 */
export function beginPut(turn: Turn, connection: string, request: PutRequest): void {
  const { configuration, suspects } = turn.node;
  const home = homeNodes(preference(turn.node, request.key), configuration.n);
  if (!home.includes(configuration.id)) {
    const to = home.find((node) => !suspects.has(node)) ?? home[0] ?? configuration.id;
    turn.reply(null, connection, { kind: 'redirect', id: request.id, to });
    return;
  }
  const version = mintHere(turn, connection, request);
  if (version === null) return;
  const sent = versionsToSend(turn, request.key, version);
  const targets = operationTargets(turn.node, request.key);
  const pending: PendingPut = {
    ref: newRef(turn.node, request.id),
    connection,
    key: request.key,
    version,
    targets,
    ackers: new Set([configuration.id]),
  };
  turn.node.puts.set(pending.ref.sequence, pending);
  turn.arm({ kind: 'requestTimeout', sequence: pending.ref.sequence });
  for (const target of targets) replicate(turn, pending, { ...target, versions: sent });
  finishIfAcknowledged(turn, pending);
}

/** Numbers and stores the version; null if the request was refused instead. */
function mintHere(turn: Turn, connection: string, request: PutRequest): Version | null {
  const { id, key, value } = request;
  const { policy, id: self } = turn.node.configuration;
  const context = decodeContext(request.context);
  if (context.kind === 'error') {
    const error = { kind: 'unknownContext', cause: context.error } as const;
    turn.reply(null, connection, { kind: 'refused', id, error });
    return null;
  }
  const held = replicaOf(turn.node, key);
  const minting = { self, counter: held.counter, context: context.value, now: turn.now, value };
  const { version, counter } = mint(policy, minting);
  const versions = mergeVersions(policy, held.versions, [version]);
  if (versions.length > MAX_SIBLINGS) {
    const error = { kind: 'tooManySiblings', limit: MAX_SIBLINGS } as const;
    turn.reply(null, connection, { kind: 'refused', id, error });
    return null;
  }
  saveReplica(turn, key, { versions, counter });
  return version;
}

/**
 * Dotted version vectors travel with all their siblings: a context says "up to n1's second write",
 * so a replica that got the second without the first would claim for its readers to have seen both.
 */
function versionsToSend(turn: Turn, key: string, version: Version): readonly Version[] {
  if (turn.node.configuration.policy !== 'dvv') return [version];
  return replicaOf(turn.node, key).versions;
}

function replicate(
  turn: Turn,
  { ref: request, key }: PendingPut,
  { node, owner, versions }: Target & { readonly versions: readonly Version[] },
): void {
  if (node === turn.node.configuration.id) return;
  turn.send(
    key,
    node,
    owner === null
      ? { kind: 'store', request, key, versions }
      : { kind: 'storeHint', request, key, owner, versions },
  );
}

/** Counts a peer's acknowledgement, once. */
export function takeStored(turn: Turn, from: NodeId, ref: RequestRef): void {
  const pending = turn.node.puts.get(ref.sequence);
  if (pending === undefined || !answersRequest(pending.ref, ref)) return;
  if (!pending.targets.some(({ node }) => node === from)) return;
  pending.ackers.add(from);
  finishIfAcknowledged(turn, pending);
}

function finishIfAcknowledged(turn: Turn, pending: PendingPut): void {
  if (pending.ackers.size < turn.node.configuration.w) return;
  const { ref, key, connection, version } = pending;
  turn.disarm({ kind: 'requestTimeout', sequence: ref.sequence });
  turn.node.puts.delete(ref.sequence);
  const context = encodeContext(writtenContext(turn.node.configuration.policy, version));
  turn.reply(key, connection, { kind: 'putDone', id: ref.id, context });
}

/**
 * The causal context of one's own write. Under `dvv` it is the context of the request, unchanged,
 * if naming the new dot would claim earlier writes of this node that the client never saw.
 */
function writtenContext(policy: ConflictPolicy, version: Version): Clock {
  const { dot, clock } = version;
  const unseen = counterOf(clock, dot.node) < dot.counter - 1;
  return policy === 'dvv' && unseen ? clock : contextOf([version]);
}

/** Gives up waiting: the client learns that the outcome is unknown. */
export function abandonPut(turn: Turn, pending: PendingPut): void {
  turn.node.puts.delete(pending.ref.sequence);
  turn.reply(null, pending.connection, { kind: 'putUnknown', id: pending.ref.id });
}
