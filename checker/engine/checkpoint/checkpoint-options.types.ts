/** What a search is told of checkpoints. */

import type { WriteFile } from './files.ts';

/** Where checkpoints go, and how often. */
export interface CheckpointOptions {
  readonly folder: string;
  /** A checkpoint is written at the end of a level if the last one is as old; 0 is every level. */
  readonly intervalSeconds: number;
  /** Default: to the disk. */
  readonly write?: WriteFile;
}
