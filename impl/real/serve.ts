// One node as a process: started, announced, stopped by a signal.

import pino from 'pino';
import { startServer } from './node-server.ts';
import { paged } from './page.ts';
import { describeStartError, exitCodeOf } from './start-error.ts';

/** Where a command writes. Results go to `stdout`, everything else to `stderr`. */
export type CommandIo = {
  readonly stdout: { write(text: string | Uint8Array): unknown };
  readonly stderr: { write(text: string | Uint8Array): unknown };
};

/** The exit code of a node that its own disk stopped. */
export const HALTED_EXIT_CODE = 74;

/**
 * Runs a node until `stop` resolves; returns the exit code. Prints one line when it serves, logs
 * as JSON lines to `stderr`.
 */
export async function serveUntil(
  input: unknown,
  io: CommandIo,
  stop: Promise<unknown>,
): Promise<number> {
  const level = isRecord(input) && typeof input['logLevel'] === 'string' ? input['logLevel'] : null;
  const known = level !== null && (level === 'silent' || Object.hasOwn(pino.levels.values, level));
  const logger = pino(
    { level: known ? level : 'info' },
    { write: (line: string) => void io.stderr.write(line) },
  );
  const started = await startServer(input, logger);
  if (started.kind === 'error') {
    io.stderr.write(paged(describeStartError(started.error)));
    return exitCodeOf(started.error);
  }
  const { options, httpUrl, peerPort, halted, close } = started.value;
  io.stdout.write(`${options.self.id} serves ${httpUrl} (peers on port ${peerPort})\n`);
  const end = await Promise.race([stop.then(() => 0), halted.then(() => HALTED_EXIT_CODE)]);
  await close();
  return end;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

const ORPHAN_CHECK_MS = 500;

/**
 * Resolves at the first SIGINT or SIGTERM, or when the parent process is gone: one that forked this
 * process, or under `npx` its shell, which dies of a SIGTERM without handing it on.
 */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
      process.once(event, () => resolve());
    }
    if (process.env['npm_command'] === 'exec') onceOrphaned(resolve);
  });
}

function onceOrphaned(tell: () => void): void {
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid !== parent) tell();
  }, ORPHAN_CHECK_MS);
  check.unref();
}
