/**
 * What is on its way in the store, in the spec's words: frames between nodes, requests of clients,
 * answers to them. Whatever is sent here is compared with what the spec sends, and bound to it by
 * its content alone.
 *
 * Left out are frames to a request that is over: the store ignores them when they arrive, the spec
 * has them vanish.
 */

import { match } from 'ts-pattern';
import type { Json } from '../../checker/json.ts';
import type { Address } from '../../checker/machine/local.ts';
import { messageJson } from '../../checker/state/action.ts';
import type { Envelope } from '../../checker/state/state.ts';
import type { Response } from '../../impl/core/client.types.ts';
import type { Clock } from '../../impl/core/clock.ts';
import type { RequestRef } from '../../impl/core/message.types.ts';
import { pictureClock, pictureVersions } from '../../impl/core/picture.ts';
import type { MessagePicture } from '../../impl/core/picture.ts';
import type { FrameInFlight } from '../../impl/simulated/simulated-network.ts';
import type { dynamoNode } from '../../spec/dynamo.ts';
import type { Messages } from '../../spec/messages.ts';
import { clockIn } from './client-session.ts';
import type { GhostFree } from './ghost-free.ts';
import { ghostFreeText } from './ghost-free.ts';
import type { AnswerOnWire, RequestOnWire, Rig } from './rig.ts';

/** A message of the spec without its ghosts. */
export type Bare<Type extends keyof Messages = keyof Messages> = {
  [Each in Type]: { readonly type: Each } & GhostFree<Messages[Each]>;
}[Type];

/** What carries a message of the spec in the store. */
export type Carrier =
  | { readonly kind: 'frame'; readonly frame: number }
  | { readonly kind: 'request'; readonly posted: RequestOnWire }
  | { readonly kind: 'answer'; readonly told: AnswerOnWire };

/** A message on its way in the store. */
export interface Carried {
  readonly envelope: Envelope;
  readonly carrier: Carrier;
}

/** The names of a node's machines, which addresses use. */
type MachineName = keyof ReturnType<typeof dynamoNode>;

type Ends = { readonly from: string; readonly to: string };
type Translation = { readonly to: Address; readonly message: Bare };
type Translations = {
  readonly [Kind in MessagePicture['kind']]: (
    picture: Extract<MessagePicture, { readonly kind: Kind }>,
    ends: Ends,
  ) => Translation | null;
};

const translations: Translations = {
  store: ({ request, key, versions }, { from, to }) => ({
    to: address(to, 'replica', key),
    message: { type: 'store', from: address(from, 'put', request.id), key, versions },
  }),
  storeHint: ({ request, key, owner, versions }, { from, to }) => ({
    to: address(to, 'courier', key),
    message: { type: 'storeHint', from: address(from, 'put', request.id), key, owner, versions },
  }),
  stored: ({ request }, { from, to }) => ({
    to: address(to, 'put', request.id),
    message: { type: 'stored', by: from },
  }),
  read: ({ request, key }, { from, to }) => ({
    to: address(to, 'replica', key),
    message: { type: 'read', from: address(from, 'get', request.id), key },
  }),
  readHint: ({ request, key }, { from, to }) => ({
    to: address(to, 'courier', key),
    message: { type: 'readHint', from: address(from, 'get', request.id), key },
  }),
  held: ({ request, versions }, { from, to }) => ({
    to: address(to, 'get', request.id),
    message: { type: 'held', by: from, versions },
  }),
  repair: ({ request, key, versions }, { from, to }) => ({
    to: address(to, 'replica', key),
    message: {
      type: 'repair',
      from: request === null ? null : address(from, 'get', request.id),
      key,
      versions,
    },
  }),
  repaired: ({ request }, { from, to }) => ({
    to: address(to, 'get', request.id),
    message: { type: 'repaired', by: from },
  }),
  handOff: ({ key, versions }, { from, to }) => ({
    to: address(to, 'replica', key),
    message: { type: 'handOff', from: address(from, 'courier', key), key, owner: to, versions },
  }),
  handedOff: ({ key, versions }, { from, to }) => ({
    to: address(to, 'courier', key),
    message: { type: 'handedOff', owner: from, versions },
  }),
  // Only the real shell's failure detector sends these; the spec has suspicions for inputs.
  ping: () => null,
  pong: () => null,
};

/** All that is on its way. */
export function carried(rig: Rig): readonly Carried[] {
  return [
    ...rig.cluster.inFlight().flatMap((frame) => carriedByFrame(rig, frame)),
    ...rig.requests.map((posted) => ({
      envelope: requestEnvelope(posted),
      carrier: { kind: 'request', posted } as const,
    })),
    ...rig.answers.flatMap((told) => carriedByAnswer(told)),
  ];
}

/** What carries a message of the spec: whatever has its ends and its content; null if nothing has. */
export function bound(rig: Rig, { from, to, message }: Envelope): Carrier | null {
  const text = bareText({ from, to, message });
  return carried(rig).find(({ envelope }) => bareText(envelope) === text)?.carrier ?? null;
}

/** The message that a client's request is. */
export function requestMessage({ client, request, time }: RequestOnWire): Bare {
  const from = clientAddress(client);
  const { id, key } = request;
  if (request.kind === 'get') return { type: 'clientGet', from, id, key };
  const value = Buffer.from(request.value).toString('latin1');
  const context = { clock: pictureClock(clockIn(request.context)), time };
  return { type: 'clientPut', from, id, key, value, context };
}

/** The address of a machine of a node. */
export function address(host: string, machine: MachineName, key: string | null) {
  return { host, machine, key };
}

/** The address of the machine that a client is. */
export function clientAddress(host: string) {
  return { host, machine: 'client', key: null };
}

/** A clock and a time as the spec writes a causal context. */
export function contextPicture(clock: Clock, time: number) {
  return { clock: pictureClock(clock), time };
}

function requestEnvelope(posted: RequestOnWire): Envelope {
  const { client, node, request } = posted;
  const to = address(node, request.kind, request.id);
  return { from: client, to, message: requestMessage(posted) };
}

function carriedByFrame(rig: Rig, frame: FrameInFlight): readonly Carried[] {
  const { id, from, to, message: picture } = frame;
  if (picture === null || isLate(rig, to, picture)) return [];
  // Each kind is translated by its own entry; the compiler can't tie the two through an index.
  const translate = translations[picture.kind] as (
    one: MessagePicture,
    ends: Ends,
  ) => Translation | null;
  const translated = translate(picture, { from, to });
  if (translated === null) return [];
  return [{ envelope: { from, ...translated }, carrier: { kind: 'frame', frame: id } }];
}

function isLate(rig: Rig, to: string, picture: MessagePicture): boolean {
  switch (picture.kind) {
    case 'stored':
      return !isAlive(rig, to, { ref: picture.request, among: 'puts' });
    case 'held':
    case 'repaired':
      return !isAlive(rig, to, { ref: picture.request, among: 'gets' });
    default:
      return false;
  }
}

function isAlive(
  rig: Rig,
  node: string,
  { ref, among }: { readonly ref: RequestRef; readonly among: 'puts' | 'gets' },
): boolean {
  const picture = rig.cluster.inspect(node);
  if (picture === null || picture.incarnation !== ref.incarnation) return false;
  return picture[among].some(({ id, sequence }) => id === ref.id && sequence === ref.sequence);
}

function carriedByAnswer(told: AnswerOnWire): readonly Carried[] {
  const { client, node, response, time } = told;
  const message = answerMessage(response, time);
  if (message === null) return [];
  const envelope = { from: node, to: clientAddress(client), message };
  return [{ envelope, carrier: { kind: 'answer', told } }];
}

function answerMessage(response: Response, time: number): Bare | null {
  const { id } = response;
  return (
    match(response)
      .returnType<Bare | null>()
      .with({ kind: 'putDone' }, ({ context }) => {
        return { type: 'putDone', id, context: contextPicture(clockIn(context), time) };
      })
      .with({ kind: 'getDone' }, ({ versions, context }) => {
        const seen = contextPicture(clockIn(context), time);
        return { type: 'getDone', id, versions: pictureVersions(versions), context: seen };
      })
      .with({ kind: 'putUnknown' }, { kind: 'getUnknown' }, ({ kind }) => ({ type: kind, id }))
      // The rig ends the replay at these itself: the spec has no such answer.
      .with({ kind: 'redirect' }, { kind: 'refused' }, () => null)
      .exhaustive()
  );
}

function bareText({ from, to, message }: Envelope): string {
  return ghostFreeText([from, { ...to }, messageJson(message)] satisfies Json);
}
