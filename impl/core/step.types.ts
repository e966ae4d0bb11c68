import type { ClientRequest, Response } from './client.types.ts';
import type { NodeId } from './clock.ts';
import type { RecordError } from './record-codec.ts';
import type { TimerPurpose } from './timer.ts';

/** All that a disk holds: record bytes under disk keys. */
export type DiskImage = ReadonlyMap<string, Uint8Array>;

/** One change of a batch. */
export type DiskChange =
  | { readonly kind: 'put'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly kind: 'delete'; readonly key: string };

/** An order from outside: believe a peer down, or up again. */
export type AdminCommand = { readonly kind: 'suspect' | 'trust'; readonly peer: NodeId };

/**
 * Everything that can happen to a node. `boot` must come first; `incarnation` must differ from that
 * of every earlier boot. `diskDone` tells that the batch of that operation is durable, or that
 * writing it failed.
 */
export type Input =
  | { readonly kind: 'boot'; readonly image: DiskImage; readonly incarnation: number }
  | { readonly kind: 'frame'; readonly bytes: Uint8Array }
  | { readonly kind: 'request'; readonly connection: string; readonly request: ClientRequest }
  | { readonly kind: 'timer'; readonly timer: string }
  | { readonly kind: 'diskDone'; readonly operation: number; readonly outcome: 'ok' | 'failed' }
  | { readonly kind: 'admin'; readonly command: AdminCommand };

/** Why a node stopped for good. Nothing that was not durable has been told to anybody. */
export type HaltReason =
  | { readonly kind: 'foreignDirectory'; readonly owner: NodeId }
  | { readonly kind: 'missingIdentity' }
  | { readonly kind: 'corruptRecord'; readonly diskKey: string; readonly error: RecordError }
  | { readonly kind: 'diskFailed'; readonly operation: number };

/**
 * What a node wants done. Batches are atomic and must become durable in the order of their
 * operations. Sends and replies may be carried out at once: what depends on a write is only asked
 * for when that write is durable. After `halt` the process should end.
 */
export type Effect =
  | { readonly kind: 'send'; readonly to: NodeId; readonly bytes: Uint8Array }
  | { readonly kind: 'reply'; readonly connection: string; readonly response: Response }
  | {
      readonly kind: 'arm';
      readonly timer: string;
      readonly purpose: TimerPurpose;
      readonly ms: number;
    }
  | { readonly kind: 'disarm'; readonly timer: string }
  | { readonly kind: 'persist'; readonly operation: number; readonly batch: readonly DiskChange[] }
  | { readonly kind: 'halt'; readonly reason: HaltReason };

/** The effects that somebody outside can notice. */
export type Utterance = Extract<Effect, { readonly kind: 'send' | 'reply' }>;
