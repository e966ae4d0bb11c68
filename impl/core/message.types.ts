import type { NodeId } from './clock.ts';
import type { Version } from './version.ts';

/**
 * Which request of which coordinator a message belongs to. `id` is the client's name for it;
 * `incarnation` and `sequence` keep an answer to an earlier request, even one from before a crash,
 * from being taken for an answer to a later one of the same name.
 */
export type RequestRef = {
  readonly id: string;
  readonly incarnation: number;
  readonly sequence: number;
};

/**
 * What nodes say to each other.
 * `store` and `storeHint` ask for a durable copy, acknowledged by `stored`.
 * `read` and `readHint` ask for what is held, answered by `held`.
 * `repair` brings versions; with a request it is acknowledged by `repaired`.
 * `handOff` brings the receiver the versions kept for it, acknowledged by `handedOff` with exactly
 * those versions. `ping` is answered by `pong`.
 */
export type Message =
  | {
      readonly kind: 'store';
      readonly request: RequestRef;
      readonly key: string;
      readonly versions: readonly Version[];
    }
  | {
      readonly kind: 'storeHint';
      readonly request: RequestRef;
      readonly key: string;
      readonly owner: NodeId;
      readonly versions: readonly Version[];
    }
  | { readonly kind: 'stored'; readonly request: RequestRef }
  | { readonly kind: 'read'; readonly request: RequestRef; readonly key: string }
  | { readonly kind: 'readHint'; readonly request: RequestRef; readonly key: string }
  | {
      readonly kind: 'held';
      readonly request: RequestRef;
      readonly versions: readonly Version[];
    }
  | {
      readonly kind: 'repair';
      readonly request: RequestRef | null;
      readonly key: string;
      readonly versions: readonly Version[];
    }
  | { readonly kind: 'repaired'; readonly request: RequestRef }
  | { readonly kind: 'handOff'; readonly key: string; readonly versions: readonly Version[] }
  | { readonly kind: 'handedOff'; readonly key: string; readonly versions: readonly Version[] }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' };

/** A message on its way from one node to another. */
export type Frame = { readonly from: NodeId; readonly to: NodeId; readonly message: Message };
