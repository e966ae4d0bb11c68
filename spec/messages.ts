/**
 * Everything that travels between Dynamo's machines, and what their clients let an observer see.
 * Requests carry the address that answers go to; an answer names the node it comes from where that
 * counts. Left out: deletes (a put of a tombstone), anti-entropy, gossip, range moves.
 */

import type { IdSet } from './values/id-set.ts';
import type { Key, NodeId, RequestId } from './values/ids.types.ts';
import type { CausalContext, Seen, Write } from './values/minting.ts';
import type { Target } from './values/ring.ts';
import type { Version } from './values/version.ts';

/** One machine of one host; `key` is null unless the machine is one of a family. */
export type Address = {
  readonly host: NodeId;
  readonly machine: string;
  readonly key: string | null;
};

type Asked = { readonly from: Address; readonly key: Key };
type Versions = { readonly versions: readonly Version[] };
type Request = { readonly id: RequestId };
type By = { readonly by: NodeId };

/** The messages, by type. */
export type Messages = {
  // a client and its coordinator
  /** Write the value; it replaces what the context has seen. */
  clientPut: Asked & Request & Write;
  clientGet: Asked & Request;
  /** W nodes store it; the context is what the client has now seen. */
  putDone: Request & Seen;
  /** Too few acks in time. The write may have happened, or happen yet. */
  putUnknown: Request;
  getDone: Request & Versions & { readonly context: CausalContext };
  getUnknown: Request;

  // within a node
  /** Whom does an operation on this key turn to just now? */
  route: Asked;
  routed: { readonly targets: readonly Target[] };
  /** Make this write a version. */
  mint: Asked & Write;
  /** The new version, and the versions to send with it. */
  minted: Versions & { readonly version: Version };

  // between nodes, for a put
  store: Asked & Versions;
  /** Keep this for its owner, who doesn't seem to be there. */
  storeHint: Asked & Versions & { readonly owner: NodeId };
  stored: By;

  // between nodes, for a get
  read: Asked;
  /** What do you keep of this key for others? */
  readHint: Asked;
  held: By & Versions;
  /** You lack some of this; `from` is null if nobody waits for an answer. */
  repair: Versions & { readonly from: Address | null; readonly key: Key };
  repaired: By;

  // hinted handoff
  /** This was kept for you. */
  handOff: Asked & Versions & { readonly owner: NodeId };
  /** The owner has just these safely stored. */
  handedOff: Versions & { readonly owner: NodeId };
};

/** The message of one type; of several, any of theirs. */
export type MessageOf<Type extends keyof Messages> = {
  [Each in Type]: { readonly type: Each } & Messages[Each];
}[Type];

/** Any message. */
export type Message = MessageOf<keyof Messages>;

/** What a client lets an observer see: its history, and in ghosts the true past of what it read. */
export type Observation =
  | { readonly type: 'invoked'; readonly op: 'put' | 'get'; readonly id: RequestId }
  | {
      readonly type: 'answered';
      readonly op: 'put';
      readonly id: RequestId;
      readonly outcome: 'done' | 'unknown';
    }
  | {
      readonly type: 'answered';
      readonly op: 'get';
      readonly id: RequestId;
      readonly outcome: 'done';
      readonly values: readonly RequestId[];
      readonly ghost: { readonly past: IdSet };
    }
  | {
      readonly type: 'answered';
      readonly op: 'get';
      readonly id: RequestId;
      readonly outcome: 'unknown';
    };

/** The effect of sending; a bare node name reaches the one machine there that takes the type. */
export type Send = {
  readonly type: 'send';
  readonly to: NodeId | Address;
  readonly message: Message;
};

/** The effect of letting an observer see something. */
export type Observe = { readonly type: 'observe'; readonly event: Observation };

/** Sends a message to a node, or to one machine of it. */
export function send(to: NodeId | Address, message: Message): Send {
  return { type: 'send', to, message };
}

/** Lets an observer see something. */
export function observe(event: Observation): Observe {
  return { type: 'observe', event };
}

/** As an action's `params`: hands it the very message that it reacts to, with its own type. */
export function message<Event>({ event }: { readonly event: Event }): Event {
  return event;
}
