/** Runs the command line: from arguments to an exit code, every error told in its reader's words. */

import { CommanderError } from 'commander';
import { BrokenModel } from '../broken-model.ts';
import { exitCodes } from '../check/exit-codes.ts';
import { threadExplorer } from '../check/thread-explorer.ts';
import {
  brokenModelLines,
  internalErrorLines,
  lostThreadLines,
  refusedTraceLines,
} from '../report/failure.ts';
import { LostThread } from '../engine/threads/thread-fault.ts';
import { RefusedCheckpoint, UnwrittenCheckpoint } from '../engine/checkpoint/faults.ts';
import { refusedCheckpointLines, unwrittenCheckpointLines } from '../report/checkpoint-lines.ts';
import { RefusedTrace } from '../trace/refused-trace.ts';
import { RefusedBaseline } from './baseline-file.ts';
import { coloursOf, complain } from './context.ts';
import type { Context } from './context.ts';
import type { Io } from './io.ts';
import { UnwritableOutput, unwritableLines } from './output-file.ts';
import { program } from './program.ts';
import { openProject } from './project.ts';
import type { Project } from './project.ts';
import { UnfinishedCheck, resumeLines } from './resume-command.ts';
import { UsageError } from './usage-error.ts';

/** Runs a command. `argv` is without the program's own name; never throws. */
export async function run(
  argv: readonly string[],
  io: Io,
  newExplorer: Context['newExplorer'] = (onStuck) => threadExplorer({ onStuck }),
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
  // Commander has told it already; help and version are no errors.
  if (cause instanceof CommanderError) {
    return cause.exitCode === 0 ? exitCodes.asExpected : exitCodes.usage;
  }
  if (cause instanceof UnfinishedCheck) {
    const code = told(context, cause.cause);
    complain(context, resumeLines(cause.command));
    return code;
  }
  for (const telling of tellings) {
    const answer = telling(cause);
    if (answer === null) continue;
    complain(context, answer.lines);
    return answer.code;
  }
  complain(context, internalErrorLines(cause));
  return exitCodes.internal;
}

/** What is said of an error, and the exit code; null where it is of another kind. */
type Telling = (
  cause: unknown,
) => { readonly lines: readonly string[]; readonly code: number } | null;

function telling<Kind>(
  kind: abstract new (...given: never[]) => Kind,
  lines: (cause: Kind) => readonly string[],
  code: number,
): Telling {
  return (cause) => (cause instanceof kind ? { lines: lines(cause), code } : null);
}

/** Errors that are somebody's to mend, as opposed to bugs of this program. */
const tellings: readonly Telling[] = [
  telling(UsageError, ({ message }) => [`quorate: ${message}`], exitCodes.usage),
  telling(BrokenModel, brokenModelLines, exitCodes.brokenModel),
  telling(RefusedTrace, refusedTraceLines, exitCodes.refusedTrace),
  telling(RefusedCheckpoint, refusedCheckpointLines, exitCodes.refusedTrace),
  telling(UnwritableOutput, unwritableLines, exitCodes.output),
  telling(UnwrittenCheckpoint, unwrittenCheckpointLines, exitCodes.output),
  telling(
    RefusedBaseline,
    ({ file, message }) => [`quorate: the baseline ${file} is refused: ${message}`],
    exitCodes.refusedTrace,
  ),
  telling(LostThread, lostThreadLines, exitCodes.internal),
];
