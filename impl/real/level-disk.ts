// A node's records in LevelDB, each batch on disk before it counts.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { DiskChange, DiskImage } from '../core/step.types.ts';

/**
 * Why a directory cannot be used. `locked`: another process has it open. `damaged`: part of what
 * was written is lost.
 */
export type DiskError =
  | { readonly kind: 'locked'; readonly directory: string }
  | { readonly kind: 'damaged'; readonly directory: string; readonly reason: string }
  | { readonly kind: 'unusable'; readonly directory: string; readonly reason: string };

/** Told in the order of the operations. */
export type DiskCallback = (operation: number, outcome: 'ok' | 'failed') => void;

type Batch = { readonly operation: number; readonly changes: readonly DiskChange[] };
type Database = ClassicLevel<string, Uint8Array>;

/**
 * Writes batches with group commit: all that arrives while one write is being synced goes into the
 * next, so that one sync pays for many operations. After a failed write nothing more is written.
 */
export class LevelDisk {
  readonly #database: Database;
  readonly #onDone: DiskCallback;
  #waiting: Batch[] = [];
  #writing: Promise<void> | null = null;
  #failed: string | null = null;

  constructor(database: Database, onDone: DiskCallback) {
    this.#database = database;
    this.#onDone = onDone;
  }

  /** What the disk said when a write failed, or null. */
  get failure(): string | null {
    return this.#failed;
  }

  /** Takes a batch; `onDone` is told when it is durable. */
  write(operation: number, changes: readonly DiskChange[]): void {
    this.#waiting.push({ operation, changes });
    this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const outcome = await this.#commit(group);
      for (const { operation } of group) this.#onDone(operation, outcome);
    }
    this.#writing = null;
  }

  async #commit(group: readonly Batch[]): Promise<'ok' | 'failed'> {
    if (this.#failed !== null) return 'failed';
    const changes = group.flatMap((batch) => batch.changes);
    try {
      await this.#database.batch(
        changes.map((change) =>
          change.kind === 'put'
            ? { type: 'put', key: change.key, value: change.bytes }
            : { type: 'del', key: change.key },
        ),
        { sync: true },
      );
      return 'ok';
    } catch (error) {
      this.#failed = reasonOf(error);
      return 'failed';
    }
  }

  /** Waits for what is being written, then closes the directory. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#database.close();
  }
}

/** An open directory: what it holds, and the database to write with. */
export type OpenedDirectory = {
  readonly image: DiskImage;
  readonly database: Database;
};

// Beside the core's records, whose keys have a slash or are `identity`.
const DAMAGE_KEY = 'damage';

/**
 * Opens a directory, made if absent, and reads all of it. One of which LevelDB had to leave out a
 * part is refused, now and ever after: starting on the rest would break promises already made. A
 * write that was cut short by a crash was promised to nobody and is no damage.
 */
export async function openDirectory(
  directory: string,
): Promise<
  | { readonly kind: 'ok'; readonly value: OpenedDirectory }
  | { readonly kind: 'error'; readonly error: DiskError }
> {
  const database: Database = new ClassicLevel(directory, { valueEncoding: 'view' });
  try {
    await database.open();
    await noteDamage(directory, database);
    const image = new Map<string, Uint8Array>();
    for await (const [key, value] of database.iterator()) image.set(key, new Uint8Array(value));
    const damage = image.get(DAMAGE_KEY);
    if (damage === undefined) return { kind: 'ok', value: { image, database } };
    await database.close();
    const reason = Buffer.from(damage).toString();
    return { kind: 'error', error: { kind: 'damaged', directory, reason } };
  } catch (error) {
    await database.close().catch(() => undefined);
    const code = causeCode(error);
    return {
      kind: 'error',
      error:
        code === 'LEVEL_LOCKED'
          ? { kind: 'locked', directory }
          : { kind: 'unusable', directory, reason: reasonOf(error) },
    };
  }
}

// LevelDB drops what it can't read of its write-ahead log, tells only its own log file of the
// opening, and has forgotten it by the next one.
async function noteDamage(directory: string, database: Database): Promise<void> {
  const told = await readFile(join(directory, 'LOG'), 'utf8').catch(() => '');
  const reason = /dropping \d+ bytes; .*/.exec(told)?.[0];
  if (reason !== undefined) await database.put(DAMAGE_KEY, Buffer.from(reason), { sync: true });
}

function causeCode(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
