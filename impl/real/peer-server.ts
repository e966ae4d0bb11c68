// The listening end of the connections between nodes.

import { createServer, type Server, type Socket } from 'node:net';
import { FrameSplitter } from './frame-splitter.ts';

/** An address to listen on; port 0 lets the system choose. */
export type ListenAddress = { readonly host: string; readonly port: number };

/** What the server tells of. `onBadStream`: a connection was closed because of what it sent. */
export type PeerServerEvents = {
  readonly onFrame: (bytes: Uint8Array) => void;
  readonly onBadStream: (reason: string) => void;
};

const MAX_CONNECTIONS = 1024;
const IDLE_MS = 60_000;

/**
 * Receives frames over TCP. A connection is one way: nothing is ever written to it. One that sends
 * an impossible length, ends within a frame, or is silent for a minute is closed; the others and
 * the process go on.
 */
export class PeerServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(events: PeerServerEvents) {
    this.#server = createServer((socket) => this.#accept(socket, events));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  #accept(socket: Socket, { onFrame, onBadStream }: PeerServerEvents): void {
    const splitter = new FrameSplitter();
    this.#sockets.add(socket);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      for (const frame of splitter.push(chunk)) onFrame(frame);
      if (splitter.error === null) return;
      onBadStream(`a frame of ${splitter.error.length} bytes`);
      socket.destroy();
    });
    socket.on('end', () => {
      if (splitter.pending > 0) onBadStream(`an end within a frame`);
      socket.end();
    });
    // A reset connection is the peer's business: it connects again when it has something to say.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  /** Starts to listen; returns the port. Rejects with the system's error, code included. */
  listen({ host, port }: ListenAddress): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        this.#server.on('error', () => undefined);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** Stops listening and closes all connections. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
