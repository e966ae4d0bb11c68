// The sending end of a connection to one peer.

import { connect, type Socket } from 'node:net';
import type { ListenAddress } from './peer-server.ts';

/**
 * How a link behaves: waits between attempts in milliseconds, and how many unsent bytes it may have
 * and still take another frame, be that as long as frames may be.
 */
export type LinkLimits = {
  readonly firstRetryMs: number;
  readonly lastRetryMs: number;
  readonly maxQueuedBytes: number;
};

/** Retries after 50 ms, doubling up to 2 s; keeps 16 MiB and a frame for a peer that is away. */
const DEFAULT_LINK_LIMITS: LinkLimits = {
  firstRetryMs: 50,
  lastRetryMs: 2000,
  maxQueuedBytes: 16 * 1024 * 1024,
};

/**
 * Sends frames to one peer, connecting when there is something to send and again, ever more slowly,
 * while that fails. Frames are kept up to a bound and then dropped: the protocol lives with losses.
 */
export class PeerLink {
  readonly #address: ListenAddress;
  readonly #limits: LinkLimits;
  #socket: Socket | null = null;
  #connected = false;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #retryMs: number;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;
  #dropped = 0;

  constructor(address: ListenAddress, limits: LinkLimits = DEFAULT_LINK_LIMITS) {
    this.#address = address;
    this.#limits = limits;
    this.#retryMs = limits.firstRetryMs;
  }

  /** How many frames were dropped because the peer was away for too long. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Sends a frame now or when the peer can be reached. */
  send(frame: Uint8Array): void {
    if (this.#closed) return;
    const waiting = this.#queuedBytes + (this.#socket?.writableLength ?? 0);
    // The next frame's own length doesn't count: a key with siblings enough would never be sent.
    if (waiting >= this.#limits.maxQueuedBytes) {
      this.#dropped += 1;
      return;
    }
    if (this.#connected && this.#socket !== null) {
      this.#socket.write(frame);
      return;
    }
    this.#queue.push(frame);
    this.#queuedBytes += frame.length;
    this.#connect();
  }

  #connect(): void {
    if (this.#socket !== null || this.#retry !== null || this.#closed) return;
    const socket = connect(this.#address);
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('connect', () => this.#flush(socket));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#lost());
    // A peer never talks on this connection; reading lets its end be noticed.
    socket.resume();
  }

  #flush(socket: Socket): void {
    this.#connected = true;
    this.#retryMs = this.#limits.firstRetryMs;
    for (const frame of this.#queue) socket.write(frame);
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  #lost(): void {
    this.#socket = null;
    this.#connected = false;
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      if (this.#queue.length > 0) this.#connect();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, this.#limits.lastRetryMs);
  }

  /** Closes the link; what was not sent is lost. */
  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#socket?.destroy();
  }
}
