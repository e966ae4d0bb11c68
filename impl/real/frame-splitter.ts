// Whole frames out of a stream of bytes.

import { ENVELOPE_BYTES, MAX_ENVELOPE_BYTES } from '../core/envelope.ts';

/** Why a stream cannot be read on: its next frame claims an impossible length. */
export type StreamError = { readonly kind: 'badLength'; readonly length: number };

/**
 * Cuts a byte stream at the length prefix of each frame. Keeps at most one incomplete frame;
 * copies each byte once. After an error it gives nothing more.
 */
export class FrameSplitter {
  #chunks: Uint8Array[] = [];
  #size = 0;
  #error: StreamError | null = null;

  /** What ended the stream's usefulness, or null. */
  get error(): StreamError | null {
    return this.#error;
  }

  /** Bytes of a frame that is not complete yet. */
  get pending(): number {
    return this.#size;
  }

  /** Takes the next bytes; returns the frames that they complete. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    if (this.#error !== null) return [];
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const frames: Uint8Array[] = [];
    for (let length = this.#nextLength(); length !== null; length = this.#nextLength()) {
      if (length < ENVELOPE_BYTES || length > MAX_ENVELOPE_BYTES) {
        this.#error = { kind: 'badLength', length };
        this.#chunks = [];
        this.#size = 0;
        return frames;
      }
      if (this.#size < length) return frames;
      frames.push(this.#take(length));
    }
    return frames;
  }

  #nextLength(): number | null {
    if (this.#size < 4) return null;
    const first = this.#chunks[0];
    if (first === undefined || first.length < 4) this.#chunks = [Buffer.concat(this.#chunks)];
    const head = this.#chunks[0] ?? new Uint8Array(4);
    return new DataView(head.buffer, head.byteOffset, head.length).getUint32(0) + 4;
  }

  #take(length: number): Uint8Array {
    const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const bytes = all ?? new Uint8Array();
    this.#size -= length;
    this.#chunks = this.#size === 0 ? [] : [bytes.subarray(length)];
    return new Uint8Array(bytes.subarray(0, length));
  }
}
