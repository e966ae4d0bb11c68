/** Files that outlive a crash: written to the disk itself before anybody counts on them. */

import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { fileFault } from '../../file-fault.ts';
import { RefusedCheckpoint } from './faults.ts';

/** A file as it was written. */
export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes pieces to a file, one after the other, and waits until the disk has them. */
export type WriteFile = (file: string, pieces: Iterable<Uint8Array>) => Written;

/**
 * Writes a file to the disk; one that was there is replaced.
 * @throws the file system's error, with a part of the file written.
 */
export function writeThrough(file: string, pieces: Iterable<Uint8Array>): Written {
  const hash = createHash('sha256');
  const handle = openSync(file, 'w');
  let bytes = 0;
  try {
    for (const piece of pieces) {
      for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
      hash.update(piece);
      bytes += piece.length;
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Waits until the disk knows which files a folder has; Windows doesn't let anybody wait for that. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads a file in pieces of `length` bytes, the last of which may be shorter; each is overwritten by
 * the next.
 * @throws RefusedCheckpoint where it is not what was written; at the end, if only its contents differ.
 */
export function* readChecked(
  file: string,
  written: Written,
  length: number,
): Generator<Uint8Array<ArrayBuffer>> {
  const handle = opened(file);
  try {
    const { size } = fstatSync(handle);
    if (size !== written.bytes) {
      throw new RefusedCheckpoint(file, `it has ${size} bytes, and ${written.bytes} were written`);
    }
    const hash = createHash('sha256');
    const buffer = new Uint8Array(Math.max(1, Math.min(length, size)));
    for (let at = 0; at < size; ) {
      const piece = buffer.subarray(0, Math.min(buffer.length, size - at));
      readFully(handle, piece, file);
      hash.update(piece);
      at += piece.length;
      yield piece;
    }
    if (hash.digest('hex') !== written.sha256) {
      throw new RefusedCheckpoint(file, 'its contents are not what was written (SHA-256 differs)');
    }
  } finally {
    closeSync(handle);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    throw new RefusedCheckpoint(file, `it can't be read: ${fileFault(cause)}`);
  }
}

function readFully(handle: number, piece: Uint8Array, file: string): void {
  for (let at = 0; at < piece.length; ) {
    const count = readSync(handle, piece, at, piece.length - at, null);
    if (count === 0) throw new RefusedCheckpoint(file, 'it ends too early');
    at += count;
  }
}
