/** Runs the command line: from arguments to an exit code, every error told in its reader's words. */

import { CommanderError } from 'commander';
import { BrokenModel } from '../broken-model.ts';
import { exitCodes } from '../check/exit-code.ts';
import type { Explorer } from '../check/explorer.types.ts';
import { threadExplorer } from '../check/thread-explorer.ts';
import {
  brokenModelLines,
  internalErrorLines,
  lostThreadLines,
  refusedTraceLines,
} from '../report/failure.ts';
import { LostThread } from '../engine/threads/lost-thread.ts';
import { RefusedCheckpoint, UnwrittenCheckpoint } from '../engine/checkpoint/faults.ts';
import { refusedCheckpointLines, unwrittenCheckpointLines } from '../report/checkpoint-lines.ts';
import { RefusedTrace } from '../trace/refused-trace.ts';
import { RefusedBaseline } from './baseline-file.ts';
import { coloursOf, complain } from './context.ts';
import type { Context } from './context.ts';
import type { Io } from './io.ts';
import { program } from './program.ts';
import { openProject } from './project.ts';
import type { Project } from './project.ts';
import { UnfinishedCheck, resumeLines } from './resume-command.ts';
import { UsageError } from './usage-error.ts';

/** Runs a command. `argv` is without the program's own name; never throws. */
export async function run(
  argv: readonly string[],
  io: Io,
  newExplorer: () => Explorer = threadExplorer,
): Promise<number> {
  const opened = await opening(io.cwd);
  const project = (): Project => {
    if (opened instanceof BrokenModel) throw opened;
    return opened;
  };
  const context: Context = { argv, io, project, newExplorer, colours: coloursOf(io) };
  let code: number = exitCodes.asExpected;
  try {
    const extras = opened instanceof BrokenModel ? [] : (opened.configuration?.commands ?? []);
    const root = program(context, extras, (answered) => {
      code = answered;
    });
    await root.parseAsync(argv, { from: 'user' });
    return code;
  } catch (cause) {
    return told(context, cause);
  }
}

/** The project, or why it can't be used: that is told only to a command that needs it. */
async function opening(cwd: string): Promise<Project | BrokenModel> {
  try {
    return await openProject(cwd);
  } catch (cause) {
    if (cause instanceof BrokenModel) return cause;
    throw cause;
  }
}

/** Tells an error and answers its exit code. */
function told(context: Context, cause: unknown): number {
  if (cause instanceof CommanderError) {
    // Commander has told it already; help and version are no errors.
    return cause.exitCode === 0 ? exitCodes.asExpected : exitCodes.usage;
  }
  if (cause instanceof UsageError) {
    complain(context, [`quorate: ${cause.message}`]);
    return exitCodes.usage;
  }
  if (cause instanceof BrokenModel) {
    complain(context, brokenModelLines(cause));
    return exitCodes.brokenModel;
  }
  if (cause instanceof RefusedTrace) {
    complain(context, refusedTraceLines(cause));
    return exitCodes.refusedTrace;
  }
  if (cause instanceof RefusedCheckpoint) {
    complain(context, refusedCheckpointLines(cause));
    return exitCodes.refusedTrace;
  }
  if (cause instanceof UnwrittenCheckpoint) {
    complain(context, unwrittenCheckpointLines(cause));
    return exitCodes.output;
  }
  if (cause instanceof RefusedBaseline) {
    complain(context, [`quorate: the baseline ${cause.file} is refused: ${cause.message}`]);
    return exitCodes.refusedTrace;
  }
  if (cause instanceof UnfinishedCheck) {
    const code = told(context, cause.cause);
    complain(context, resumeLines(cause.command));
    return code;
  }
  if (cause instanceof LostThread) {
    complain(context, lostThreadLines(cause));
    return exitCodes.internal;
  }
  complain(context, internalErrorLines(cause));
  return exitCodes.internal;
}
