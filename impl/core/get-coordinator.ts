// A get, from the client's request to R answers and the repair of what they showed.
// Source: lecture pages "Handling Reads", "Read Repair"; DeCandia 2007 4.5, 5.

import type { ClientRequest } from './client.types.ts';
import type { NodeId } from './clock.ts';
import { encodeContext } from './context-codec.ts';
import { hintedVersions } from './hint-courier.ts';
import type { RequestRef } from './message.types.ts';
import { type PendingGet, replicaOf } from './node.ts';
import { isHolding, mendStragglers, repairAnswerers, judgeLateAnswer } from './read-repair.ts';
import { answersRequest, newRef, operationTargets } from './request.ts';
import { mergeVersions } from './siblings.ts';
import type { Turn } from './turn.ts';
import { contextOf, type Version } from './version.ts';

type GetRequest = Extract<ClientRequest, { readonly kind: 'get' }>;

/** Coordinates a get; any node may. Its own copy, if it is a target, is the first answer. */
export function beginGet(turn: Turn, connection: string, request: GetRequest): void {
  const { key } = request;
  const self = turn.node.configuration.id;
  const pending: PendingGet = {
    ref: newRef(turn.node, request.id),
    connection,
    key,
    targets: operationTargets(turn.node, key),
    phase: 'collecting',
    result: null,
    answers: new Map(),
    known: new Map(),
    holders: new Set(),
  };
  turn.node.gets.set(pending.ref.sequence, pending);
  turn.arm({ kind: 'requestTimeout', sequence: pending.ref.sequence });
  for (const { node, owner } of pending.targets) {
    const kind = owner === null ? 'read' : 'readHint';
    if (node !== self) turn.send(key, node, { kind, request: pending.ref, key });
  }
  const own = pending.targets.find(({ node }) => node === self);
  if (own !== undefined)
    takeAnswer(turn, pending, { from: self, versions: ownCopy(turn, pending) });
}

function ownCopy(turn: Turn, { key, targets }: PendingGet): readonly Version[] {
  const own = targets.find(({ node }) => node === turn.node.configuration.id);
  return own?.owner === null ? replicaOf(turn.node, key).versions : hintedVersions(turn.node, key);
}

/** Takes a peer's answer to a get, the first of each target only. */
export function takeHeld(
  turn: Turn,
  from: NodeId,
  answer: { readonly request: RequestRef; readonly versions: readonly Version[] },
): void {
  const pending = turn.node.gets.get(answer.request.sequence);
  if (pending === undefined || !answersRequest(pending.ref, answer.request)) return;
  takeAnswer(turn, pending, { from, versions: answer.versions });
}

function takeAnswer(
  turn: Turn,
  pending: PendingGet,
  { from, versions }: { readonly from: NodeId; readonly versions: readonly Version[] },
): void {
  if (pending.answers.has(from)) return;
  if (!pending.targets.some(({ node }) => node === from)) return;
  pending.answers.set(from, versions);
  pending.known.set(from, versions);
  if (pending.phase === 'collecting') decideIfQuorum(turn, pending);
  else if (pending.phase === 'trailing') mendOrEnd(turn, pending);
  else answerIfHeld(turn, pending, judgeLateAnswer(turn, pending, from));
}

function decideIfQuorum(turn: Turn, pending: PendingGet): void {
  const { policy, r, repair } = turn.node.configuration;
  if (pending.answers.size < r) return;
  const result = mergeVersions(policy, [], [...pending.answers.values()].flat());
  pending.result = result;
  if (repair === 'block') {
    pending.phase = 'repairing';
    repairAnswerers(turn, pending, result);
    answerIfHeld(turn, pending, result);
    return;
  }
  answer(turn, pending, result);
  if (repair === 'off') {
    endGet(turn, pending);
    return;
  }
  pending.phase = 'trailing';
  turn.disarm({ kind: 'requestTimeout', sequence: pending.ref.sequence });
  turn.arm({ kind: 'repairTimeout', sequence: pending.ref.sequence });
  mendOrEnd(turn, pending);
}

function mendOrEnd(turn: Turn, pending: PendingGet): void {
  mendStragglers(turn, pending);
  if (pending.answers.size === pending.targets.length) endGet(turn, pending);
}

function answerIfHeld(turn: Turn, pending: PendingGet, result: readonly Version[]): void {
  if (!isHolding(turn, pending)) return;
  answer(turn, pending, result);
  endGet(turn, pending);
}

function answer(turn: Turn, pending: PendingGet, versions: readonly Version[]): void {
  const { ref, key, connection } = pending;
  const context = encodeContext(contextOf(versions));
  turn.reply(key, connection, { kind: 'getDone', id: ref.id, versions, context });
}

function endGet(turn: Turn, pending: PendingGet): void {
  const { sequence } = pending.ref;
  turn.disarm({ kind: 'requestTimeout', sequence });
  turn.disarm({ kind: 'repairTimeout', sequence });
  turn.node.gets.delete(sequence);
}

/** Takes the word of a peer that it has merged a repair, which counts while the client waits. */
export function takeRepaired(turn: Turn, from: NodeId, ref: RequestRef): void {
  const pending = turn.node.gets.get(ref.sequence);
  if (pending === undefined || !answersRequest(pending.ref, ref)) return;
  if (pending.phase !== 'repairing' || pending.result === null) return;
  if (!pending.targets.some(({ node }) => node === from)) return;
  pending.holders.add(from);
  answerIfHeld(turn, pending, pending.result);
}

/** The time is up: a client that still waits learns so, stragglers are no longer mended. */
export function abandonGet(turn: Turn, pending: PendingGet): void {
  const { ref, connection, phase } = pending;
  endGet(turn, pending);
  if (phase !== 'trailing') turn.reply(null, connection, { kind: 'getUnknown', id: ref.id });
}
