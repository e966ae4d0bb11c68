/** Rows that memory has no room for, in a file of their own that goes with the process. */

import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '../thrown.ts';

/** There is no room, or no right, to write rows to a file. */
export class RowsNotWritten extends Error {
  constructor(folder: string, cause: unknown) {
    const reason = reasonOf(cause);
    super(
      `rows that memory has no room for could not be written to ${folder}: ${reason}. Likely cause: the disk is full. Make room there, name another folder by TMPDIR, or allow more by --memory`,
      { cause },
    );
    this.name = 'RowsNotWritten';
  }
}

/** Chunks of rows in a file, by number; all are of one length. */
export class RowFile {
  readonly #folder: string;
  readonly #file: number;
  readonly #length: number;
  #bytes = 0;

  /**
   * `length` is that of a chunk, in words.
   * @throws RowsNotWritten where there can be no such file.
   */
  constructor(length: number) {
    this.#length = length;
    const parent = tmpdir();
    try {
      this.#folder = mkdtempSync(join(parent, 'quorate-rows-'));
      this.#file = openSync(join(this.#folder, 'rows'), 'wx+', 0o600);
      // Nobody else reads it: without a name it is gone whenever the process is.
      rmSync(this.#folder, { recursive: true });
    } catch (cause) {
      throw new RowsNotWritten(parent, cause);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws RowsNotWritten where the disk is full. */
  write(chunk: number, rows: Int32Array): void {
    const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
    const from = chunk * this.#length * 4;
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, from + done);
      }
    } catch (cause) {
      throw new RowsNotWritten(tmpdir(), cause);
    }
    this.#bytes += bytes.length;
  }

  read(chunk: number): Int32Array {
    const rows = new Int32Array(this.#length);
    const bytes = new Uint8Array(rows.buffer);
    const from = chunk * this.#length * 4;
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.#file, bytes, done, bytes.length - done, from + done);
      if (count === 0) throw new Error('a file of rows is shorter than it was written');
      done += count;
    }
    return rows;
  }

  close(): void {
    closeSync(this.#file);
  }
}
