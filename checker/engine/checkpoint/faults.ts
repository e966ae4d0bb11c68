/** What can go wrong with a checkpoint, as opposed to a model or the search. */

import { reasonOf } from '../../thrown.ts';

/** A checkpoint that is not resumed from: which file or folder, and why. The command line answers 65. */
export class RefusedCheckpoint extends Error {
  readonly file: string;

  constructor(file: string, why: string) {
    super(why);
    this.name = 'RefusedCheckpoint';
    this.file = file;
  }
}

/**
 * A checkpoint that couldn't be written: where, and why. The one before it is as good as it was. The
 * command line answers 74.
 */
export class UnwrittenCheckpoint extends Error {
  readonly folder: string;

  constructor(folder: string, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.name = 'UnwrittenCheckpoint';
    this.folder = folder;
  }
}
