/**
 * A folder that one search at a time keeps checkpoints in. The lock is the operating system's own, on a
 * file there, taken by SQLite, which knows how on every platform: it ends with whoever holds it, also by
 * kill -9. The file stays: to remove it would let two hold locks on two files of one name.
 */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../thrown.ts';
import { makeFolder } from '../../trace/folder.ts';
import { RefusedCheckpoint, UnwrittenCheckpoint } from './faults.ts';

/** A folder that nobody else writes to. */
export interface Lock {
  readonly release: () => void;
}

/** What SQLite answers where somebody else holds the lock. */
const busy = 5;
/** What it answers to a file that it didn't write. */
const garbled = [11, 26];

/**
 * Takes the lock on a folder, and makes the folder where there is none.
 * @throws RefusedCheckpoint where a search goes on that has it.
 * @throws UnwrittenCheckpoint where there can be no lock.
 */
export function lockOn(folder: string): Lock {
  const holder = join(folder, 'lock-holder');
  try {
    makeFolder(folder);
    const release = exclusive(join(folder, 'lock'));
    writeFileSync(holder, `${process.pid}\n`);
    return {
      release: () => {
        rmSync(holder, { force: true });
        release();
      },
    };
  } catch (cause) {
    if (isBusy(cause)) throw new RefusedCheckpoint(folder, refusal(holder));
    if (cause instanceof RefusedCheckpoint) throw cause;
    throw new UnwrittenCheckpoint(folder, cause);
  }
}

function exclusive(file: string): () => void {
  // Asked for only here: where Node calls it experimental, it warns whoever so much as imports it.
  const sqlite = process.getBuiltinModule('node:sqlite');
  const database = new sqlite.DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if (isBusy(cause)) throw cause;
    if (hasCode(cause, garbled)) throw new RefusedCheckpoint(file, foreign(file));
    throw new Error(`${file} can't be locked: ${reasonOf(cause)}`, { cause });
  }
  return () => database.close();
}

function isBusy(cause: unknown): boolean {
  return hasCode(cause, [busy]);
}

function hasCode(cause: unknown, codes: readonly number[]): boolean {
  return cause instanceof Error && 'errcode' in cause && codes.includes(Number(cause.errcode));
}

/** It might be locked under its name by now: to remove it is for who knows that no search goes on. */
function foreign(file: string): string {
  return `it is the file that a search locks, and something else has written to it. It keeps nothing: where no search goes on there, remove ${file} alone, and give the same command again`;
}

function refusal(holder: string): string {
  return `another search keeps its checkpoints there, ${holderText(holder)}. Wait until it is over, or end it, or name another folder`;
}

function holderText(holder: string): string {
  try {
    return `in process ${readFileSync(holder, 'utf8').trim()}`;
  } catch {
    return 'in a process that is not known';
  }
}
