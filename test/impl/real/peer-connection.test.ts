import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { seal } from '../../../impl/core/envelope.ts';
import { MAX_SIBLINGS, MAX_VALUE_BYTES } from '../../../impl/core/limits.ts';
import { freePorts } from '../../../impl/real/free-ports.ts';
import { PeerLink } from '../../../impl/real/peer-link.ts';
import { PeerServer } from '../../../impl/real/peer-server.ts';
import { Cleanup, PATIENCE } from '../real-nodes.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const HOST = '127.0.0.1';
const LIMITS = { firstRetryMs: 5, lastRetryMs: 20, maxQueuedBytes: 100 };

type Ears = { readonly frames: Uint8Array[]; readonly complaints: string[]; port: number };

async function listen(port = 0): Promise<Ears> {
  const ears: Ears = { frames: [], complaints: [], port };
  const server = new PeerServer({
    onFrame: (bytes) => ears.frames.push(bytes),
    onBadStream: (reason) => ears.complaints.push(reason),
  });
  ears.port = await server.listen({ host: HOST, port });
  cleanup.add(() => server.close());
  return ears;
}

function openLink(port: number): PeerLink {
  const link = new PeerLink({ host: HOST, port }, LIMITS);
  cleanup.add(async () => link.close());
  return link;
}

/** Sends raw bytes; resolves when the server has closed or ended the connection. */
function sendRaw(port: number, bytes: Uint8Array, end: boolean): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.write(bytes);
    if (end) socket.end();
  });
}

describe('a link between nodes', () => {
  it('delivers frames in order', async () => {
    const ears = await listen();
    const link = openLink(ears.port);
    const frames = [1, 2, 3].map((byte) => seal(Uint8Array.of(byte)));
    for (const frame of frames) link.send(frame);
    await expect.poll(() => ears.frames.length, PATIENCE).toBe(3);
    link.send(seal(Uint8Array.of(4)));
    await expect.poll(() => ears.frames.length, PATIENCE).toBe(4);
    expect(ears.frames.slice(0, 3)).toEqual(frames);
  });

  it('keeps frames for a peer that is not there yet, up to its bound, and tries again', async () => {
    const [port = 0] = await freePorts(HOST, 1);
    const link = openLink(port);
    const kept = Array.from({ length: 10 }, (_, byte) => seal(Uint8Array.of(byte)));
    for (const frame of [...kept, seal(Uint8Array.of(99))]) link.send(frame);
    expect(link.dropped).toBe(1);
    const ears = await listen(port);
    await expect.poll(() => ears.frames, PATIENCE).toEqual(kept);
  });

  it('sends a frame that is longer than all it would keep otherwise', async () => {
    const ears = await listen();
    const link = openLink(ears.port);
    const long = seal(new Uint8Array(MAX_SIBLINGS * MAX_VALUE_BYTES));
    link.send(long);
    await expect.poll(() => ears.frames.length, PATIENCE).toBe(1);
    expect([link.dropped, ears.frames[0]?.length]).toEqual([0, long.length]);
  });

  it('connects again after the peer went away', async () => {
    const first = new PeerServer({ onFrame: () => undefined, onBadStream: () => undefined });
    const port = await first.listen({ host: HOST, port: 0 });
    const link = openLink(port);
    link.send(seal(Uint8Array.of(1)));
    await first.close();
    const ears = await listen(port);
    await expect
      .poll(() => {
        link.send(seal(Uint8Array.of(2)));
        return ears.frames.length;
      }, PATIENCE)
      .toBeGreaterThan(0);
  });

  it('says nothing any more once closed', async () => {
    const ears = await listen();
    const link = openLink(ears.port);
    link.close();
    link.send(seal(Uint8Array.of(1)));
    expect(link.dropped).toBe(0);
    expect(ears.frames).toEqual([]);
  });
});

describe('the listening end', () => {
  it('closes a connection that claims an impossible length, and serves the others', async () => {
    const ears = await listen();
    const link = openLink(ears.port);
    link.send(seal(Uint8Array.of(1)));
    await sendRaw(ears.port, Uint8Array.of(255, 255, 255, 255), false);
    expect(ears.complaints).toEqual(['a frame of 4294967299 bytes']);
    link.send(seal(Uint8Array.of(2)));
    await expect.poll(() => ears.frames.length, PATIENCE).toBe(2);
  });

  it('notices a connection that ends within a frame', async () => {
    const ears = await listen();
    await sendRaw(ears.port, seal(Uint8Array.of(1, 2, 3)).subarray(0, 7), true);
    expect(ears.complaints).toEqual(['an end within a frame']);
    expect(ears.frames).toEqual([]);
  });

  it('hands on whole frames whatever is in them', async () => {
    const ears = await listen();
    const bad = seal(Uint8Array.of(1, 2, 3));
    bad[8] = (bad[8] ?? 0) ^ 1;
    await sendRaw(ears.port, bad, true);
    expect(ears.frames).toEqual([bad]);
  });

  it('closes quietly even if it never listened', async () => {
    const server = new PeerServer({ onFrame: () => undefined, onBadStream: () => undefined });
    await expect(server.close()).resolves.toBeUndefined();
  });
});
