// Frames in flight: a multiset that only the tester changes.

import type { NodeId } from '../core/clock.ts';
import { decodeFrame } from '../core/frame-codec.ts';
import { type MessagePicture, pictureMessage } from '../core/picture.ts';

/**
 * A frame in flight. `id` is unique for the life of the cluster and grows in sending order.
 * `message` pictures the bytes, null if they are no frame (only after `inject`).
 */
export type FrameInFlight = {
  readonly id: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly bytes: Uint8Array;
  readonly message: MessagePicture | null;
};

/** Holds frames until they are taken, in any order. */
export class SimulatedNetwork {
  readonly #frames = new Map<number, FrameInFlight>();
  #nextId = 1;

  /** Puts bytes on the way and returns the frame's id. */
  send(from: NodeId, to: NodeId, bytes: Uint8Array): number {
    const id = this.#nextId;
    this.#nextId += 1;
    const decoded = decodeFrame(bytes);
    const message = decoded.kind === 'ok' ? pictureMessage(decoded.value.message) : null;
    this.#frames.set(id, { id, from, to, bytes, message });
    return id;
  }

  /** The frame of that id, if it is still in flight. */
  find(id: number): FrameInFlight | null {
    return this.#frames.get(id) ?? null;
  }

  /** Takes a frame out. */
  take(id: number): FrameInFlight | null {
    const frame = this.find(id);
    this.#frames.delete(id);
    return frame;
  }

  /** All frames in flight, in sending order. */
  frames(): readonly FrameInFlight[] {
    return [...this.#frames.values()];
  }
}
