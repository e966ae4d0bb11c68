/**
 * What each action of the spec is in the store: one segment, that is, one input and then the
 * completions of every write that it caused, oldest first. The tables are typed over the spec's own
 * messages, delays and inputs: one that is new there, or renamed, doesn't compile until it has its
 * entry here.
 *
 * Hints, repairs and reconciliation have no input of their own: they must come about as effects of
 * the segments that cause them. What a node's machines say to each other never leaves the node.
 */

import type { AnyStateMachine, EventFrom } from 'xstate';
import type { Message } from '../../checker/machine/local.ts';
import { ownField } from '../../checker/own-field.ts';
import type { Action } from '../../checker/state/action.ts';
import type { TimerPicture } from '../../impl/core/inspection.ts';
import type { dynamoNode } from '../../spec/dynamo.ts';
import type { Messages } from '../../spec/messages.ts';
import type { client } from '../../spec/quorum/client.ts';
import { after } from './client-session.ts';
import type { Refused, Rig } from './rig.ts';
import { bound } from './wire.ts';
import type { Carrier } from './wire.ts';

type NodeSlots = ReturnType<typeof dynamoNode>;

/** Every machine of the spec that the store has a counterpart of. */
type SpecMachine = NodeSlots[keyof NodeSlots]['machine'] | typeof client;

type EventOf<Machine> = Machine extends AnyStateMachine ? EventFrom<Machine> : never;
type DelayOf<Machine> = Machine extends AnyStateMachine
  ? keyof NonNullable<Parameters<Machine['provide']>[0]['delays']>
  : never;

/** The named delays of the spec's machines. */
type SpecDelay = DelayOf<SpecMachine>;

/** What machines react to that is no message: what the environment sends, or they raise themselves. */
type SpecInput = Exclude<EventOf<SpecMachine>, { readonly type: keyof Messages }>;

/** What a message does in the store when it arrives. */
type Delivery = (rig: Rig, carrier: Carrier) => Refused;

/** What an input does in the store. */
type InputSegment<Input> = (rig: Rig, host: string, input: Input) => Refused;

/** What an action does in the store. */
type Segment<Kind extends Action['kind']> = (
  rig: Rig,
  action: Extract<Action, { readonly kind: Kind }>,
) => Refused;

/** The messages of the spec, all of them. */
export type MessageTable = { readonly [Type in keyof Messages]: Delivery };

/** The timers of the spec, all of them, as the store calls them. */
export type TimerTable = { readonly [Delay in SpecDelay]: TimerPicture['kind'] };

/** The inputs of the spec, all of them. */
export type InputTable = {
  readonly [Type in SpecInput['type']]: InputSegment<Extract<SpecInput, { readonly type: Type }>>;
};

/** The kinds of action that the checker knows, all of them. */
type ActionTable = { readonly [Kind in Action['kind']]: Segment<Kind> };

const byFrame: Delivery = (rig, carrier) =>
  carrier.kind === 'frame'
    ? rig.step({ kind: 'deliver', frame: carrier.frame })
    : 'no frame of the store carries it';

const byRequest: Delivery = (rig, carrier) =>
  carrier.kind === 'request' ? rig.hand(carrier.posted) : 'it is no request of a client';

const byAnswer: Delivery = (rig, carrier) => {
  if (carrier.kind !== 'answer') return 'it is no answer to a client';
  const { told } = carrier;
  const session = rig.clients.get(told.client) ?? null;
  if (session === null) return `the client ${told.client} is not there`;
  rig.clients.set(told.client, after(session, told));
  return withdraw(rig, carrier);
};

const withinNode: Delivery = () => 'it never leaves a node of the store';

/** What carries each message of the spec. */
export const messages = {
  clientPut: byRequest,
  clientGet: byRequest,
  putDone: byAnswer,
  putUnknown: byAnswer,
  getDone: byAnswer,
  getUnknown: byAnswer,
  route: withinNode,
  routed: withinNode,
  mint: withinNode,
  minted: withinNode,
  store: byFrame,
  storeHint: byFrame,
  stored: byFrame,
  read: byFrame,
  readHint: byFrame,
  held: byFrame,
  repair: byFrame,
  repaired: byFrame,
  handOff: byFrame,
  handedOff: byFrame,
} satisfies MessageTable;

/** The store's name for each timer of the spec. */
export const timers = {
  requestTimeout: 'requestTimeout',
  repairTimeout: 'repairTimeout',
  handoffDelay: 'handoffDelay',
  handoffRetry: 'handoffRetry',
} satisfies TimerTable;

/** What the environment's inputs do. */
export const inputs = {
  suspect: (rig, host, { node }) => rig.step({ kind: 'suspect', node: host, peer: node }),
  trust: (rig, host, { node }) => rig.step({ kind: 'trust', node: host, peer: node }),
  call: (rig, host, { at }) => rig.call(host, at),
  learned: () => 'replicas raise it themselves',
} satisfies InputTable;

/** What each kind of action does. */
export const actions = {
  deliver: (rig, { from, to, message }) => {
    const carrier = bound(rig, { from, to, message });
    const deliver: Delivery | undefined = ownField(messages, message.type);
    if (deliver === undefined) return `the store knows no message of type ${message.type}`;
    return carrier === null ? absent : deliver(rig, carrier);
  },
  timer: (rig, { at, delay }) => {
    const kind = ownField(timers, delay);
    const armed = rig.cluster.inspect(at.host)?.timers ?? [];
    const found = armed.find(
      (one) => one.kind === kind && at.key === (isOfRequest(one) ? one.id : one.key),
    );
    if (found === undefined) return `the store has no timer ${delay} armed for ${at.key ?? 'it'}`;
    return rig.step({ kind: 'fire', node: at.host, timer: found.timer });
  },
  input: (rig, { host, event }) => {
    // The table has an entry for every input's type, made for inputs of that type.
    const segment = ownField(inputs, event.type) as InputSegment<Message> | undefined;
    return segment?.(rig, host, event) ?? (segment === undefined ? unknownInput(event) : null);
  },
  drop: (rig, { from, to, message }) => withdraw(rig, bound(rig, { from, to, message })),
  duplicate: (rig, { from, to, message }) => copy(rig, bound(rig, { from, to, message })),
  crash: (rig, { host }) => {
    if (!rig.clients.has(host)) return rig.step({ kind: 'crash', node: host });
    rig.clients.set(host, null);
    return null;
  },
  restart: (rig, { host }) => comeBack(rig, host, 'restart'),
  amnesia: (rig, { host }) => comeBack(rig, host, 'amnesia'),
  partition: (rig, { grouping }) => {
    rig.partition = grouping;
    return null;
  },
  heal: (rig) => {
    rig.partition = null;
    return null;
  },
} satisfies ActionTable;

/** Has the store take part in an action of the spec; a refused one leaves the replay at its end. */
export function perform(rig: Rig, action: Action): Refused {
  // Each kind of action has an entry made for it; the compiler can't tie the two through an index.
  const segment = actions[action.kind] as (rig: Rig, one: Action) => Refused;
  return segment(rig, action);
}

const absent = 'nothing with this content is on its way in the store';

function unknownInput({ type }: Message): string {
  return `the store knows no input of type ${type}`;
}

function isOfRequest({ kind }: TimerPicture): boolean {
  return kind === 'requestTimeout' || kind === 'repairTimeout';
}

function comeBack(rig: Rig, host: string, kind: 'restart' | 'amnesia'): Refused {
  if (!rig.clients.has(host)) return rig.step({ kind, node: host });
  rig.beginSession(host);
  return null;
}

/** Takes what carries a message off its way. */
function withdraw(rig: Rig, carrier: Carrier | null): Refused {
  if (carrier === null) return absent;
  if (carrier.kind === 'frame') return rig.step({ kind: 'drop', frame: carrier.frame });
  rig.requests = rig.requests.filter((one) => carrier.kind !== 'request' || one !== carrier.posted);
  rig.answers = rig.answers.filter((one) => carrier.kind !== 'answer' || one !== carrier.told);
  return null;
}

/** Puts what carries a message on its way once more. */
function copy(rig: Rig, carrier: Carrier | null): Refused {
  if (carrier === null) return absent;
  if (carrier.kind === 'frame') return rig.step({ kind: 'duplicate', frame: carrier.frame });
  if (carrier.kind === 'request') rig.requests = [...rig.requests, { ...carrier.posted }];
  else rig.answers = [...rig.answers, { ...carrier.told }];
  return null;
}
