import type { NodeId } from './clock.ts';
import type { ContextError, ContextToken } from './context-codec.ts';
import type { Version } from './version.ts';

/**
 * What a client asks of a node. `id` names the request in answers and logs; `context` is the token
 * of an earlier answer, null for a blind put (which makes a sibling of whatever is there).
 */
export type ClientRequest =
  | {
      readonly kind: 'put';
      readonly id: string;
      readonly key: string;
      readonly value: Uint8Array;
      readonly context: ContextToken | null;
    }
  | { readonly kind: 'get'; readonly id: string; readonly key: string };

/** Why a request was refused without any effect. */
export type RequestError =
  | { readonly kind: 'notRunning' }
  | { readonly kind: 'badRequestId' }
  | { readonly kind: 'badKey' }
  | { readonly kind: 'valueTooLarge'; readonly limit: number }
  | { readonly kind: 'unknownContext'; readonly cause: ContextError }
  | { readonly kind: 'tooManySiblings'; readonly limit: number };

/**
 * What a client is told. `putUnknown`: not enough acknowledgements in time; the write may have been
 * done or may be seen later. `getUnknown`: no quorum of answers in time. `redirect`: this node is
 * no home node of the key; ask `to`.
 */
export type Response =
  | { readonly kind: 'putDone'; readonly id: string; readonly context: ContextToken }
  | { readonly kind: 'putUnknown'; readonly id: string }
  | {
      readonly kind: 'getDone';
      readonly id: string;
      readonly versions: readonly Version[];
      readonly context: ContextToken;
    }
  | { readonly kind: 'getUnknown'; readonly id: string }
  | { readonly kind: 'redirect'; readonly id: string; readonly to: NodeId }
  | { readonly kind: 'refused'; readonly id: string; readonly error: RequestError };
