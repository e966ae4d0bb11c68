import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { startServer } from '../../../impl/real/node-server.ts';
import { HALTED_EXIT_CODE, serveUntil } from '../../../impl/real/serve.ts';
import type { ServerOptionsInput } from '../../../impl/real/server-options.ts';
import { describeStartError, exitCodeOf } from '../../../impl/real/start-error.ts';
import { Cleanup, PATIENCE, Paper, planNodes, startNode, startNodes } from '../real-nodes.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const ALONE = { n: 1, r: 1, w: 1 };

async function planOne(): Promise<ServerOptionsInput> {
  const [plan] = await planNodes(cleanup, { size: 1, cluster: ALONE });
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

/** Tries to start a node; returns the exit code and the message. */
async function failureOf(options: unknown): Promise<readonly [number, string]> {
  const started = await startServer(options, pino({ level: 'silent' }));
  if (started.kind === 'ok') {
    await started.value.close();
    throw new Error('the node started');
  }
  return [exitCodeOf(started.error), describeStartError(started.error)];
}

async function occupy(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve());
  });
  cleanup.add(() => new Promise((resolve) => server.close(resolve)));
}

describe('a node', () => {
  it('keeps over a restart what it stored', async () => {
    const plan = await planOne();
    const first = await startNode(cleanup, plan);
    await fetch(`${first.httpUrl}/kv/k`, { method: 'PUT', body: 'x' });
    await first.close();
    await first.close();
    const second = await startNode(cleanup, plan);
    expect(await (await fetch(`${second.httpUrl}/kv/k`)).text()).toBe('x');
  });

  it('suspects silent peers, takes substitutes for them, and hands off when they are back', async () => {
    const plan = await planNodes(cleanup, {
      size: 4,
      cluster: { timers: { handoffDelay: 20, handoffRetry: 50 }, w: 3 },
    });
    const patient = plan.map((each) => ({ ...each, silentAfter: 300 }));
    const [one, , third, fourth] = await Promise.all(
      patient.map((each) => startNode(cleanup, each)),
    );
    await third?.close();
    await expect.poll(() => one?.runtime.summary().suspects, PATIENCE).toEqual(['n3']);
    const url = one?.httpUrl ?? '';
    const written = await fetch(`${url}/kv/k`, { method: 'PUT', body: 'x' });
    expect(written.status).toBe(204);
    expect(fourth?.runtime.summary()).toMatchObject({ hintedKeys: 1, keys: 0 });
    const again = await startNode(cleanup, patient[2] ?? { id: '', data: '', members: [] });
    await expect.poll(() => again.runtime.summary().keys, PATIENCE).toBe(1);
    await expect.poll(() => fourth?.runtime.summary().hintedKeys, PATIENCE).toBe(0);
    await expect.poll(() => one?.runtime.summary().suspects, PATIENCE).toEqual([]);
  });

  it('answers 503 when too few nodes answer in time', async () => {
    const [plan] = await planNodes(cleanup, { cluster: { timers: { requestTimeout: 50 } } });
    const { httpUrl } = await startNode(cleanup, plan ?? { id: '', data: '', members: [] });
    const put = await fetch(`${httpUrl}/kv/k`, { method: 'PUT', body: 'x' });
    expect([put.status, await put.json()]).toMatchObject([503, { error: 'outcomeUnknown' }]);
    const get = await fetch(`${httpUrl}/kv/k`);
    expect([get.status, await get.json()]).toMatchObject([503, { error: 'noQuorum' }]);
  });

  it('tells clients that wait while it stops that it is not running', async () => {
    const [plan] = await planNodes(cleanup);
    const server = await startNode(cleanup, plan ?? { id: '', data: '', members: [] });
    const waiting = server.runtime.request({ kind: 'get', id: 'q', key: 'k' });
    await server.close();
    expect(await waiting).toMatchObject({ error: { kind: 'notRunning' } });
    const late = await server.runtime.request({ kind: 'get', id: 'r', key: 'k' });
    expect(late).toMatchObject({ id: 'r', error: { kind: 'notRunning' } });
  });

  it('stays up whatever arrives at its peer port', async () => {
    const [one] = await startNodes(cleanup);
    const { peerPort = 0, httpUrl = '' } = one ?? {};
    const { connect } = await import('node:net');
    for (const bytes of [
      [0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [255, 255, 255, 255],
      [0, 0],
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect({ host: '127.0.0.1', port: peerPort });
        socket.resume();
        socket.on('close', () => resolve());
        socket.end(Uint8Array.from(bytes));
      });
    }
    expect((await fetch(`${httpUrl}/kv/k`, { method: 'PUT', body: 'x' })).status).toBe(204);
    expect(one?.runtime.summary().refusedFrames).toEqual({ badChecksum: 1 });
  });

  it('stops when its disk fails, without having promised anything that is not safe', async () => {
    const plan = await planOne();
    const stdout = new Paper();
    const stderr = new Paper();
    const end = serveUntil(
      { ...plan, logLevel: 'fatal' },
      { stdout, stderr },
      new Promise(() => {}),
    );
    await expect.poll(() => stdout.text, PATIENCE).toContain('n1 serves http://');
    const url = `http://127.0.0.1:${plan.members[0]?.httpPort ?? 0}/kv/`;
    await rm(plan.data, { recursive: true });
    const body = Buffer.alloc(200 * 1024);
    let status: number | null = 204;
    for (let index = 0; index < 200 && status === 204; index += 1) {
      const answer = await fetch(`${url}${index}`, { method: 'PUT', body }).catch(() => null);
      status = answer?.status ?? null;
    }
    expect(status).not.toBe(204);
    expect(await end).toBe(HALTED_EXIT_CODE);
    expect(stderr.text).toContain('Check the disk');
  });
});

describe('a node does not start', () => {
  it('with options that make no sense', async () => {
    const plan = await planOne();
    expect(await failureOf({ ...plan, extra: 1 })).toEqual([64, expect.stringContaining('extra')]);
    expect(await failureOf(null)).toEqual([64, expect.stringContaining('Expected Object')]);
    const settings = { cluster: { r: 9 } };
    expect(await failureOf({ ...plan, ...settings })).toEqual([
      64,
      expect.stringContaining('r is greater than n'),
    ]);
    expect(await failureOf({ ...plan, id: 'n9' })).toEqual([
      64,
      expect.stringContaining('id is not among nodes'),
    ]);
  });

  it('on a port that is taken, for peers or for clients', async () => {
    const plan = await planOne();
    const { httpPort = 0, peerPort = 0 } = plan.members[0] ?? {};
    await occupy(httpPort);
    const message = `127.0.0.1:${httpPort} is in use`;
    expect(await failureOf(plan)).toEqual([69, expect.stringContaining(message)]);
    await occupy(peerPort);
    const other = `127.0.0.1:${peerPort} is in use`;
    expect(await failureOf(plan)).toEqual([69, expect.stringContaining(other)]);
  });

  it('on an address that this machine does not have', async () => {
    const plan = await planOne();
    const members = plan.members.map((member) => ({ ...member, host: '192.0.2.1' }));
    expect(await failureOf({ ...plan, members })).toEqual([
      69,
      expect.stringContaining('Cannot listen on 192.0.2.1'),
    ]);
  });

  it('in the directory of another node', async () => {
    const [one, two] = await planNodes(cleanup, { size: 2, cluster: ALONE });
    const data = one?.data ?? '';
    const first = await startNode(cleanup, one ?? { id: '', data: '', members: [] });
    expect(await failureOf({ ...two, data })).toEqual([69, expect.stringContaining('in use')]);
    await first.close();
    expect(await failureOf({ ...two, data })).toEqual([
      78,
      `The data directory ${data} belongs to node n1. Start it as n1, or give this node a directory of its own.`,
    ]);
  });

  it('in a directory that is a file', async () => {
    const plan = await planOne();
    await writeFile(plan.data, 'not a directory');
    expect(await failureOf(plan)).toEqual([69, expect.stringContaining('cannot be opened')]);
  });

  it('on damaged or foreign data', async () => {
    const plan = await planOne();
    const spoil = async (key: string): Promise<void> => {
      const database = new ClassicLevel(plan.data);
      await database.put(key, 'garbage');
      await database.close();
    };
    await spoil('replica/k');
    expect(await failureOf(plan)).toEqual([78, expect.stringContaining('not whose they are')]);
    await spoil('identity');
    expect(await failureOf(plan)).toEqual([65, expect.stringContaining('identity')]);
  });

  it('on part of its data', async () => {
    const plan = await planOne();
    await (await startNode(cleanup, plan)).close();
    const [log = ''] = (await readdir(plan.data)).filter((name) => name.endsWith('.log'));
    const written = await readFile(join(plan.data, log));
    written[20] = (written[20] ?? 0) ^ 1;
    await writeFile(join(plan.data, log), written);
    const complaint = expect.stringMatching(/is lost \(dropping .*with another name/);
    expect(await failureOf(plan)).toEqual([65, complaint]);
    expect(await failureOf(plan)).toEqual([65, complaint]);
  });
});
