// The one door of the core: an input goes in, effects come out, nothing else happens.

import { match } from 'ts-pattern';
import { boot } from './boot.ts';
import type { ClientRequest } from './client.types.ts';
import { decodeFrame, type FrameError } from './frame-codec.ts';
import { abandonGet, beginGet, takeHeld, takeRepaired } from './get-coordinator.ts';
import { dropHanded, handOff, hintedVersions, keepHint } from './hint-courier.ts';
import { mergeIntoReplica } from './local-replica.ts';
import type { Frame } from './message.types.ts';
import { replicaOf, type StoreNode } from './node.ts';
import { abandonPut, beginPut, takeStored } from './put-coordinator.ts';
import { requestError } from './request.ts';
import type { AdminCommand, Effect, Input } from './step.types.ts';
import { Turn } from './turn.ts';

/**
 * Lets one thing happen to a node. Changes the node's memory, touches nothing else, never throws
 * on anything that comes from outside, and gives equal effects for equal histories.
 * `now` is the node's wall clock in milliseconds.
 */
export function step(node: StoreNode, input: Input, now: number): readonly Effect[] {
  const turn = new Turn(node, now);
  if (node.phase === 'running') runningStep(turn, input);
  else idleStep(turn, input);
  return turn.finish();
}

function idleStep(turn: Turn, input: Input): void {
  if (input.kind === 'boot' && turn.node.phase === 'down') {
    boot(turn, input.image, input.incarnation);
  } else if (input.kind === 'request') {
    const { connection, request } = input;
    const error = { kind: 'notRunning' } as const;
    turn.reply(null, connection, { kind: 'refused', id: request.id, error });
  }
}

function runningStep(turn: Turn, input: Input): void {
  match(input)
    .with({ kind: 'boot' }, () => undefined)
    .with({ kind: 'frame' }, ({ bytes }) => takeFrame(turn, bytes))
    .with({ kind: 'request' }, ({ connection, request }) => begin(turn, connection, request))
    .with({ kind: 'timer' }, ({ timer }) => fire(turn, timer))
    .with({ kind: 'diskDone', outcome: 'ok' }, ({ operation }) =>
      turn.release(turn.node.gate.noteDurable(operation)),
    )
    .with({ kind: 'diskDone', outcome: 'failed' }, ({ operation }) =>
      turn.halt({ kind: 'halt', reason: { kind: 'diskFailed', operation } }),
    )
    .with({ kind: 'admin' }, ({ command }) => obey(turn, command))
    .exhaustive();
}

function begin(turn: Turn, connection: string, request: ClientRequest): void {
  const error = requestError(request);
  if (error !== null) turn.reply(null, connection, { kind: 'refused', id: request.id, error });
  else if (request.kind === 'put') beginPut(turn, connection, request);
  else beginGet(turn, connection, request);
}

function takeFrame(turn: Turn, bytes: Uint8Array): void {
  const decoded = decodeFrame(bytes);
  const error = decoded.kind === 'error' ? decoded.error : addressError(turn.node, decoded.value);
  if (error !== null) {
    const { refusedFrames } = turn.node;
    refusedFrames.set(error.kind, (refusedFrames.get(error.kind) ?? 0) + 1);
  } else if (decoded.kind === 'ok') {
    receive(turn, decoded.value);
  }
}

function addressError(node: StoreNode, frame: Frame): FrameError | null {
  const { id, nodes } = node.configuration;
  const { from, to, message } = frame;
  if (to !== id) return { kind: 'misrouted', to };
  if (from === id || !nodes.includes(from)) return { kind: 'unknownPeer', from };
  if (message.kind !== 'storeHint') return null;
  const { owner } = message;
  return owner === id || !nodes.includes(owner) ? { kind: 'unknownPeer', from: owner } : null;
}

function receive(turn: Turn, { from, message }: Frame): void {
  switch (message.kind) {
    case 'store':
      mergeIntoReplica(turn, message.key, message.versions);
      turn.send(message.key, from, { kind: 'stored', request: message.request });
      return;
    case 'storeHint':
      keepHint(turn, message.key, message);
      turn.send(message.key, from, { kind: 'stored', request: message.request });
      return;
    case 'stored':
      takeStored(turn, from, message.request);
      return;
    case 'read':
    case 'readHint':
      showHeld(turn, from, message);
      return;
    case 'held':
      takeHeld(turn, from, message);
      return;
    case 'repair':
      mergeIntoReplica(turn, message.key, message.versions);
      if (message.request === null) return;
      turn.send(message.key, from, { kind: 'repaired', request: message.request });
      return;
    case 'repaired':
      takeRepaired(turn, from, message.request);
      return;
    case 'handOff':
      mergeIntoReplica(turn, message.key, message.versions);
      turn.send(message.key, from, { ...message, kind: 'handedOff' });
      return;
    case 'handedOff':
      dropHanded(turn, message.key, { owner: from, versions: message.versions });
      return;
    case 'ping':
      turn.send(null, from, { kind: 'pong' });
      return;
    case 'pong':
      return;
  }
}

type ReadMessage = Extract<Frame['message'], { readonly kind: 'read' | 'readHint' }>;

function showHeld(turn: Turn, from: string, { kind, key, request }: ReadMessage): void {
  const versions =
    kind === 'read' ? replicaOf(turn.node, key).versions : hintedVersions(turn.node, key);
  turn.send(key, from, { kind: 'held', request, versions });
}

function fire(turn: Turn, timer: string): void {
  const armed = turn.node.timers.get(timer);
  if (armed === undefined) return;
  turn.node.timers.delete(timer);
  match(armed.purpose)
    .with({ kind: 'requestTimeout' }, { kind: 'repairTimeout' }, ({ sequence }) => {
      const put = turn.node.puts.get(sequence);
      const get = turn.node.gets.get(sequence);
      if (put !== undefined) abandonPut(turn, put);
      if (get !== undefined) abandonGet(turn, get);
    })
    .with({ kind: 'handoffDelay' }, { kind: 'handoffRetry' }, ({ key }) => handOff(turn, key))
    .exhaustive();
}

function obey(turn: Turn, { kind, peer }: AdminCommand): void {
  const { suspects, configuration } = turn.node;
  if (peer === configuration.id || !configuration.nodes.includes(peer)) return;
  if (kind === 'suspect') suspects.add(peer);
  else suspects.delete(peer);
}
