/** `--checkpoint` and `--resume`: searches that outlive the process. */

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { folderOfModel, hasCheckpoint } from '../check/checkpoint-use.ts';
import type { CheckpointUse } from '../check/checkpoint-use.ts';
import type { Reduction } from '../check/findings.types.ts';
import type { Selected } from '../check/suite.ts';
import { makeFolder } from '../trace/folder.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';
import { UnwritableOutput, refuseForbiddenFolder, refuseUnwritableFolder } from './output-file.ts';
import { UsageError } from './usage-error.ts';

/** The options, as commander hands them over. */
export interface CheckpointsOptions {
  readonly checkpoint?: string;
  readonly resume?: string;
  readonly checkpointSeconds?: number;
  readonly reduce?: readonly Reduction[];
}

const presetSeconds = 30;

/** Adds the options to a command. */
export function withCheckpoints(command: Command): Command {
  return command
    .option(
      '--checkpoint <dir>',
      'keep there, in a folder a model, what a search needs to be resumed, even after kill -9',
    )
    .option(
      '--resume <dir>',
      'go on from the checkpoints there, and keep them up; models without one begin at the start',
    )
    .option(
      '--checkpoint-seconds <n>',
      `how old a checkpoint gets before the next one (default: ${presetSeconds})`,
      seconds,
    );
}

function seconds(written: string): number {
  const number = Number(written);
  if (written.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new InvalidArgumentError('A number of seconds is expected; 0 is after every level.');
}

/**
 * What options say; null where they ask for no checkpoints. Says on standard error which models begin
 * at the start though others go on.
 * @throws UsageError where they contradict each other.
 * @throws UnwritableOutput where there can be no folder for them.
 */
export function checkpointsOf(
  context: Context,
  selected: readonly Selected[],
  options: CheckpointsOptions,
): CheckpointUse | null {
  const { checkpoint, resume, reduce = [], checkpointSeconds = presetSeconds } = options;
  const written = checkpoint ?? resume;
  if (written === undefined) {
    if (options.checkpointSeconds === undefined) return null;
    throw new UsageError('--checkpoint-seconds is of use only with --checkpoint or --resume');
  }
  if (reduce.includes('partial-order')) {
    throw new UsageError(
      'checkpoints are of searches level by level, and --reduce partial-order searches in another order: leave one of them out',
    );
  }
  const { cwd } = context.io;
  const folder = resolve(cwd, written);
  const resumeFrom = resume === undefined ? null : resolve(cwd, resume);
  if (resumeFrom !== folder) refuseOthers(written, folder, selected);
  if (resume !== undefined) complain(context, startLines(resume, resolve(cwd, resume), selected));
  refuseUnwritable(folder, selected);
  return { folder, intervalSeconds: checkpointSeconds, resumeFrom };
}

/** Makes the folder for all, once it is sure that there can be those of the models. */
function refuseUnwritable(folder: string, selected: readonly Selected[]): void {
  refuseUnwritableFolder(folder, `the checkpoint in ${folder}`);
  for (const { model } of selected) {
    const one = folderOfModel(folder, model.name);
    try {
      refuseForbiddenFolder(one);
    } catch (cause) {
      throw new UnwritableOutput(`the checkpoint in ${one}`, cause);
    }
  }
  makeFolder(folder);
}

function refuseOthers(typed: string, folder: string, selected: readonly Selected[]): void {
  const found = selected.find(({ model }) => hasCheckpoint(folder, model.name));
  if (found === undefined) return;
  throw new UsageError(
    `there is a checkpoint of ${found.model.name} in ${typed} already: go on from it with --resume ${typed}, or remove it`,
  );
}

function startLines(
  typed: string,
  folder: string,
  selected: readonly Selected[],
): readonly string[] {
  if (!existsSync(folder)) {
    throw new UsageError(`there is no folder ${typed} to resume from: --checkpoint makes one`);
  }
  if (!statSync(folder).isDirectory()) {
    throw new UsageError(`${typed} is a file, and no folder to resume from`);
  }
  return selected
    .filter(({ model }) => !hasCheckpoint(folder, model.name))
    .map(({ model }) => `${model.name}: there is no checkpoint in ${typed}; from the start`);
}
