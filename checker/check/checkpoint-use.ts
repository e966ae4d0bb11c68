/** Where the checkpoints of models are: below one folder, each model's in a folder named after it. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFile } from '../engine/checkpoint/manifest.ts';
import type { SearchOptions } from '../engine/search.types.ts';
import { safeName } from '../trace/trace-files.ts';

/** What is done with checkpoints, as absolute paths; plain data. */
export interface CheckpointUse {
  /** Where they are written. */
  readonly folder: string;
  readonly intervalSeconds: number;
  /** Where those are to go on from; null begins at the initial state. */
  readonly resumeFrom: string | null;
}

/** The folder of a model's checkpoint below one for all. */
export function folderOfModel(folder: string, model: string): string {
  return join(folder, ...model.split('/').map(safeName));
}

/** Whether a folder for all has a checkpoint of a model, sound or not. */
export function hasCheckpoint(folder: string, model: string): boolean {
  return existsSync(manifestFile(folderOfModel(folder, model)));
}

/** What a model's search is told; one without a checkpoint begins at the initial state. */
export function checkpointOptions(
  { folder, intervalSeconds, resumeFrom }: CheckpointUse,
  model: string,
): Pick<SearchOptions, 'checkpoint' | 'resume'> {
  const checkpoint = { folder: folderOfModel(folder, model), intervalSeconds };
  if (resumeFrom === null || !hasCheckpoint(resumeFrom, model)) return { checkpoint };
  return { checkpoint, resume: folderOfModel(resumeFrom, model) };
}
