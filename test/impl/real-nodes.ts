// Real nodes on this machine, for tests: temporary directories, free ports, everything cleaned up.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { vi } from 'vitest';
import { freePorts } from '../../impl/real/free-ports.ts';
import { type RunningServer, startServer } from '../../impl/real/node-server.ts';
import type { Member, ServerOptionsInput } from '../../impl/real/server-options.ts';
import { describeStartError } from '../../impl/real/start-error.ts';

/** How long a test waits for something that must come; generous, since it is not measured. */
export const PATIENCE = { timeout: 20_000 } as const;

// Processes start slowly on a busy machine; nothing here measures how slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SILENT = pino({ level: 'silent' });

/** A cleaner that undoes, last first, whatever it was given. */
export class Cleanup {
  readonly #undo: (() => Promise<unknown>)[] = [];

  /** Adds something to be undone. */
  add(undo: () => Promise<unknown>): void {
    this.#undo.push(undo);
  }

  /** Undoes everything. */
  async run(): Promise<void> {
    for (const undo of this.#undo.splice(0).toReversed()) await undo();
  }

  /** A directory that will be removed. */
  async directory(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'quorate-test-'));
    this.add(() => rm(path, { recursive: true, force: true }));
    return path;
  }
}

/** Settings of test nodes; tokens lie so that the home nodes of `k` are n1, n2, n3. */
export type NodesOptions = {
  readonly size?: number;
  readonly cluster?: NonNullable<ServerOptionsInput['cluster']>;
};

/** The options of every node of a test cluster. */
export async function planNodes(
  cleanup: Cleanup,
  { size = 3, cluster = {} }: NodesOptions = {},
): Promise<readonly ServerOptionsInput[]> {
  const data = await cleanup.directory();
  const ports = await freePorts('127.0.0.1', 2 * size);
  const members = Array.from(
    { length: size },
    (_, index): Member => ({
      id: `n${index + 1}`,
      host: '127.0.0.1',
      httpPort: ports[index] ?? 0,
      peerPort: ports[size + index] ?? 0,
    }),
  );
  const tokens = members.map(({ id }, index) => ({ position: 10 * (index + 1), node: id }));
  const ring = { kind: 'fixed', tokens, keys: { k: 5 } };
  return members.map(({ id }) => ({
    id,
    data: join(data, id),
    members,
    cluster: { ring, timers: { requestTimeout: 300 }, ...cluster },
    probeEvery: 50,
    silentAfter: 1000,
    logLevel: 'silent',
  }));
}

/** Starts one node in this process; it is closed by the cleanup. */
export async function startNode(
  cleanup: Cleanup,
  options: ServerOptionsInput,
): Promise<RunningServer> {
  const started = await startServer(options, SILENT);
  if (started.kind === 'error') throw new Error(describeStartError(started.error));
  cleanup.add(started.value.close);
  return started.value;
}

/** Starts a whole cluster in this process. */
export async function startNodes(
  cleanup: Cleanup,
  options: NodesOptions = {},
): Promise<readonly RunningServer[]> {
  const plan = await planNodes(cleanup, options);
  return Promise.all(plan.map((each) => startNode(cleanup, each)));
}

/** Collects what is written. */
export class Paper {
  #text = '';

  /** Takes text or bytes. */
  write(text: string | Uint8Array): void {
    this.#text += typeof text === 'string' ? text : Buffer.from(text).toString();
  }

  /** All that was written. */
  get text(): string {
    return this.#text;
  }
}
