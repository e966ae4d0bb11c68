// A whole node: core, disk, peers and HTTP, started and stopped as one.

import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { NodeId } from '../core/clock.ts';
import type { Result } from '../core/result.types.ts';
import type { HaltReason } from '../core/step.types.ts';
import { createHttpApi } from './http-api.ts';
import { LevelDisk, openDirectory } from './level-disk.ts';
import { NodeRuntime } from './node-runtime.ts';
import { PeerLink } from './peer-link.ts';
import { type ListenAddress, PeerServer } from './peer-server.ts';
import { parseServerOptions, type ServerOptions } from './server-options.ts';
import { describeHalt, type StartError } from './start-error.ts';

/** A node that serves. `halted` resolves if it stops by itself; `close` stops it cleanly. */
export type RunningServer = {
  readonly options: ServerOptions;
  readonly runtime: NodeRuntime;
  readonly httpUrl: string;
  readonly peerPort: number;
  readonly halted: Promise<HaltReason>;
  readonly close: () => Promise<void>;
};

type Parts = {
  readonly options: ServerOptions;
  readonly logger: Logger;
  readonly runtime: NodeRuntime;
  readonly links: ReadonlyMap<NodeId, PeerLink>;
  readonly disk: LevelDisk;
  readonly peers: PeerServer;
  readonly http: FastifyInstance;
  readonly halted: Promise<HaltReason>;
  readonly haltedAlready: () => HaltReason | null;
};

/**
 * Starts a node: checks the options, opens the directory, boots the core, then listens for peers
 * and clients. On failure everything opened so far is closed again.
 */
export async function startServer(
  input: unknown,
  logger: Logger,
): Promise<Result<RunningServer, StartError>> {
  const parsed = parseServerOptions(input);
  if (parsed.kind === 'error') return parsed;
  const options = parsed.value;
  const opened = await openDirectory(options.data);
  if (opened.kind === 'error') {
    return { kind: 'error', error: { kind: 'disk', error: opened.error } };
  }
  const parts = assemble(options, logger, opened.value.database);
  parts.runtime.start(opened.value.image);
  const reason = parts.haltedAlready();
  if (reason !== null) {
    await closeParts(parts);
    return { kind: 'error', error: { kind: 'halted', directory: options.data, reason } };
  }
  return listen(parts);
}

function assemble(
  options: ServerOptions,
  logger: Logger,
  database: ConstructorParameters<typeof LevelDisk>[0],
): Parts {
  const links = new Map(
    options.members
      .filter(({ id }) => id !== options.self.id)
      .map(({ id, host, peerPort }) => [id, new PeerLink({ host, port: peerPort })] as const),
  );
  const halt = Promise.withResolvers<HaltReason>();
  let haltedAlready: HaltReason | null = null;
  const disk = new LevelDisk(database, (operation, outcome) =>
    runtime.take({ kind: 'diskDone', operation, outcome }),
  );
  const runtime: NodeRuntime = new NodeRuntime(options, {
    links,
    write: ({ operation, batch }) => disk.write(operation, batch),
    onHalt: (reason) => {
      haltedAlready = reason;
      const cause = disk.failure;
      logger.fatal({ reason, cause }, describeHalt(options.data, reason));
      halt.resolve(reason);
    },
  });
  const peers = new PeerServer({
    onFrame: (bytes) => runtime.takeFrame(bytes),
    onBadStream: (reason) => logger.warn({ reason }, 'closed a peer connection'),
  });
  return {
    options,
    logger,
    runtime,
    links,
    disk,
    peers,
    http: createHttpApi(runtime, options),
    halted: halt.promise,
    haltedAlready: () => haltedAlready,
  };
}

async function listen(parts: Parts): Promise<Result<RunningServer, StartError>> {
  const { options, runtime, peers, http, logger } = parts;
  const { host, peerPort, httpPort, id } = options.self;
  let listening: ListenAddress = { host, port: peerPort };
  try {
    const port = await peers.listen(listening);
    listening = { host, port: httpPort };
    const httpUrl = await http.listen(listening);
    logger.info({ node: id, httpUrl, peerPort: port }, 'serving');
    const close = once(() => closeParts(parts));
    const { halted } = parts;
    return { kind: 'ok', value: { options, runtime, httpUrl, peerPort: port, halted, close } };
  } catch (error) {
    await closeParts(parts);
    return { kind: 'error', error: listenError(listening, error) };
  }
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= close();
    return closing;
  };
}

function listenError({ host, port }: ListenAddress, error: unknown): StartError {
  const address = `${host}:${port}`;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return { kind: 'addressInUse', address };
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'addressUnusable', address, reason };
}

// Clients first, so that nobody is answered by a node without peers or disk; the disk last, when
// nothing can be written any more.
async function closeParts({ runtime, links, disk, peers, http, logger }: Parts): Promise<void> {
  runtime.stop();
  await http.close();
  await peers.close();
  for (const link of links.values()) link.close();
  await disk.close();
  logger.info('stopped');
}
