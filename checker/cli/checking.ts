/** Running a check and telling of it: what `check` and `start` have in common. */

import { comparedWith } from '../check/baseline.ts';
import type { Baseline } from '../check/baseline.ts';
import { hasCheckpoint } from '../check/checkpoint-use.ts';
import type { Explorer } from '../check/explorer.types.ts';
import type { StopCause } from '../check/findings.types.ts';
import { codesOfSuite, isJudgeable, winning } from '../check/exit-code.ts';
import { exitCodes } from '../check/exit-codes.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import { suiteCoverage } from '../check/coverage.ts';
import { checkSuite } from '../check/suite.ts';
import type { Selected, SuiteOptions, SuiteResult } from '../check/suite.ts';
import { baselineLines } from '../report/baseline-lines.ts';
import { brokenTeller } from '../report/broken-models.ts';
import type { BrokenTeller } from '../report/broken-models.ts';
import { checkJson } from '../report/check-json.ts';
import { constantLines, coverageLines, summaryLines } from '../report/check-summary.ts';
import { briefRows, modelRows, tableHead } from '../report/check-table.ts';
import { resumedLine } from '../report/checkpoint-lines.ts';
import { failedCheckLines, stuckLines } from '../report/failure.ts';
import { growthLines } from '../report/growth-lines.ts';
import { RefusedCheckpoint, UnwrittenCheckpoint } from '../engine/checkpoint/faults.ts';
import { fitted } from '../report/page.ts';
import { palette } from '../report/palette.ts';
import { progressLine } from '../report/progress-line.ts';
import type { ProgressLine } from '../report/progress-line.ts';
import { answerTally, replayLine } from '../report/replay-lines.ts';
import { writeBaseline } from './baseline-file.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';
import { keepCounterexamples, storedLines } from './counterexamples.ts';
import type { Keeping, Kept } from './counterexamples.ts';
import { hasColour } from './io.ts';
import type { Output } from './io.ts';
import { UnwritableOutput, attempt, writeJson } from './output-file.ts';
import { problemLines } from './problems.ts';
import { UnfinishedCheck, resumeLines } from './resume-command.ts';

/** What is to be checked, and how. */
export interface Checking {
  readonly selected: readonly Selected[];
  /** Files whose models would be selected too, if they could be used. */
  readonly broken: readonly BrokenSubject[];
  readonly options: SuiteOptions;
  readonly keeping: Keeping;
  /** The files whose models commands find by their names. */
  readonly listedFiles: () => readonly string[];
  /** Whether all models of the project are selected, as they are listed. */
  readonly isEveryModel: boolean;
  /** Whether nothing narrows the suite, so that its coverage is judged. */
  readonly isWhole: boolean;
  readonly baseline: BaselineUse | null;
  /** Whether only what isn't as expected is told of properties and of the store's answers. */
  readonly isBrief: boolean;
  /** Where the JSON goes, as an absolute path; `-` is standard output; null is nowhere. */
  readonly json: string | null;
  readonly showProgress: boolean;
  /**
   * The command that goes on with this check from its checkpoints, without some of its options; null
   * where it keeps none.
   */
  readonly resumeCommand: ((without: readonly string[]) => string) | null;
}

/** The baseline that a check is compared with. */
export interface BaselineUse {
  /** An absolute path. */
  readonly file: string;
  /** The file as somebody in the current folder would type it. */
  readonly typed: string;
  readonly before: Baseline;
  /** Whether the file is to say what is so now. */
  readonly update: boolean;
}

/** A check in the making. */
interface Session {
  readonly context: Context;
  readonly checking: Checking;
  readonly progress: ProgressLine;
  readonly kept: Kept[];
  /** Complains of broken models. */
  readonly broken: BrokenTeller;
  /** Prints lines of the report: to standard output, unless that is taken by JSON. */
  readonly say: (lines: readonly string[]) => void;
}

/** Checks a suite, prints what there is to say, and answers the exit code. */
export async function runCheck(context: Context, checking: Checking): Promise<number> {
  const session = sessionOf(context, checking);
  const explorer = context.newExplorer((stuck) => complain(session.context, stuckLines(stuck)));
  let isInterrupted = false;
  const forget = context.io.onInterrupt(() => {
    isInterrupted = true;
    explorer.interrupt();
  });
  try {
    const suite = await explored(session, explorer, () => isInterrupted);
    session.progress.clear();
    session.broken.end();
    const broken = [...checking.broken, ...suite.broken];
    const code = conclude(session, { ...suite, broken }, isInterrupted);
    const { resumeCommand } = checking;
    const isTold = leftOffLines(session, suite, isInterrupted).length > 0;
    const canGoOn = suite.failed.length > 0 && hasSomeCheckpoint(checking);
    if (resumeCommand !== null && canGoOn && !isTold) {
      complain(session.context, resumeLines(resumeCommand([])));
    }
    return code;
  } catch (cause) {
    const { resumeCommand } = checking;
    const isInVain = cause instanceof RefusedCheckpoint || !hasSomeCheckpoint(checking);
    throw resumeCommand === null || isInVain
      ? cause
      : new UnfinishedCheck(cause, resumeCommand([]));
  } finally {
    forget();
    session.progress.clear();
    await explorer.close();
  }
}

function hasSomeCheckpoint({ selected, options: { checkpoints = null } }: Checking): boolean {
  if (checkpoints === null) return false;
  return selected.some(({ model }) => hasCheckpoint(checkpoints.folder, model.name));
}

function sessionOf(outer: Context, checking: Checking): Session {
  const { io } = outer;
  const out = checking.json === '-' ? io.stderr : io.stdout;
  const progress = checking.showProgress
    ? progressLine(io.stderr, () => performance.now())
    : { show: () => undefined, clear: () => undefined };
  // The next model's progress may be shown while there is something to complain of.
  const stderr: Output = {
    isTerminal: io.stderr.isTerminal,
    write: (text) => {
      progress.clear();
      io.stderr.write(text);
    },
  };
  const context = { ...outer, io: { ...io, stderr }, colours: palette(hasColour(io, out)) };
  const say = (lines: readonly string[]): void => {
    progress.clear();
    if (lines.length > 0) out.write(`${lines.join('\n')}\n`);
  };
  const broken = brokenTeller((lines) => complain(context, lines));
  return { context, checking, progress, kept: [], broken, say };
}

function explored(
  session: Session,
  explorer: Explorer,
  isInterrupted: () => boolean,
): Promise<SuiteResult> {
  const { context, checking, progress, say, kept } = session;
  for (const one of checking.broken) session.broken.tell(one);
  // A table begins once it has a row: what is refused before is told without one.
  let head = [tableHead(context.colours)];
  return checkSuite(checking.selected, {
    explorer,
    options: checking.options,
    isInterrupted,
    listener: {
      onProgress: progress.show,
      onResumed: (model, from) => complain(context, [resumedLine(model, from)]),
      onResult: async (result) => {
        const counterexamples = await keepCounterexamples(context, result, checking.keeping);
        kept.push(...counterexamples);
        const answers = answerLines(session, counterexamples);
        const rows = checking.isBrief ? briefRows : modelRows;
        say([...head, ...rows(result, context.colours), ...answers]);
        head = [];
      },
      onBroken: session.broken.tell,
      onFailed: ({ model, cause }) => {
        if (isEndOfRun(cause)) throw cause;
        const others = checking.selected.length - 1;
        complain(context, failedCheckLines(model, cause, others));
      },
    },
  });
}

/** Whether what went wrong would do so with other models as well, or is somebody's to mend first. */
function isEndOfRun(cause: unknown): boolean {
  return [RefusedCheckpoint, UnwrittenCheckpoint, UnwritableOutput].some(
    (kind) => cause instanceof kind,
  );
}

function answerLines({ context, checking }: Session, kept: readonly Kept[]): readonly string[] {
  if (!checking.keeping.replayAll) return [];
  return kept.flatMap(({ property, answer, isAsRecorded }) =>
    answer === null || (checking.isBrief && isAsRecorded)
      ? []
      : [replayLine(property.name, { answer, isAsRecorded }, context.colours)],
  );
}

const briefNote =
  'in brief: without --brief, each property has a row, and each model the bounds of its verdicts';

/** What is left to say once every model is done, and the exit code. */
function conclude(session: Session, suite: SuiteResult, isInterrupted: boolean): number {
  const { context, checking, kept, say } = session;
  const { colours } = context;
  const isJudged = checking.isWhole && !isInterrupted && isJudgeable(suite);
  const coverage = suiteCoverage(suite.results);
  const { storedDir, replay } = checking.keeping;
  say(problemLines(context, { ...checking, suite, kept, storedDir, canReplay: replay !== null }));
  say(suite.results.flatMap(({ model, findings }) => growthLines(model.name, findings, colours)));
  say([
    '',
    ...coverageLines(coverage, isJudged, colours),
    ...storedLines(kept, checking.keeping),
    ...orderLines(suite),
    ...constantLines(suite.results),
    ...summaryLines(suite, colours),
    ...answerTally(kept.map(({ answer }) => answer)),
    ...(checking.isBrief ? [colours.faint(briefNote)] : []),
    ...(isInterrupted ? [colours.odd('interrupted: this is what is known so far')] : []),
    ...leftOffLines(session, suite, isInterrupted),
  ]);
  const codesOfBaseline = keepBaseline(session, suite);
  const wroteJson = writeResults(session, suite);
  const couldWrite = wroteJson && kept.every((one) => one.couldWrite);
  return winning([
    ...codesOfSuite(suite, isJudged ? coverage : null),
    ...(kept.every((one) => one.isAsRecorded) ? [] : [exitCodes.unmet]),
    ...codesOfBaseline,
    ...(couldWrite ? [] : [exitCodes.output]),
    ...(isInterrupted ? [exitCodes.interrupted] : []),
  ]);
}

/** Causes that the same command needn't come to again where it goes on. */
const passing: readonly StopCause[] = ['interrupted', 'max-seconds', 'memory', 'disk'];
/** Limits that it would come to at once. */
const lasting: readonly StopCause[] = ['max-states', 'max-depth'];

function leftOffLines(
  { checking: { resumeCommand } }: Session,
  { results }: SuiteResult,
  isInterrupted: boolean,
): readonly string[] {
  const causes = new Set(results.map(({ findings }) => findings.stoppedBy));
  const limits = lasting.filter((cause) => causes.has(cause));
  const isLeftOff =
    isInterrupted || limits.length > 0 || passing.some((cause) => causes.has(cause));
  if (!isLeftOff || resumeCommand === null) return [];
  return resumeLines(resumeCommand(limits), limits);
}

/** Compares the suite with its baseline, or stores it; answers the exit codes that are due. */
function keepBaseline({ context, checking, say }: Session, suite: SuiteResult): readonly number[] {
  const { baseline, selected, isEveryModel } = checking;
  if (baseline === null) return [];
  const { file, typed, before, update } = baseline;
  const all = isEveryModel ? selected.map(({ model }) => model.name) : null;
  const comparison = comparedWith(before, { results: suite.results, all });
  const isWritten = update && attempt(context, file, () => writeBaseline(file, comparison.next));
  say(baselineLines(comparison, { file: typed, isUpdated: isWritten }, context.colours));
  if (update) return isWritten ? [] : [exitCodes.output];
  return comparison.differences.length === 0 ? [] : [exitCodes.unmet];
}

function orderLines({ results }: SuiteResult): readonly string[] {
  const found = new Set(results.flatMap(({ findings }) => findings.orderDependent));
  if (found.size === 0) return [];
  const few = [...found].slice(0, 5);
  const more = found.size > few.length ? [`      and ${found.size - few.length} more`] : [];
  return [
    `the order of a host's local messages matters in ${found.size} of its steps:`,
    ...fitted(few.map((line) => `      ${line}`)),
    ...more,
  ];
}

function writeResults({ context, checking, kept }: Session, suite: SuiteResult): boolean {
  const { means, reduce } = checking.options;
  // The search by partial order keeps to one thread.
  const workers = reduce.includes('partial-order') ? 1 : means.workers;
  const traces = new Map(
    kept.flatMap(({ property, file }) => (file === null ? [] : [[property, file] as const])),
  );
  return writeJson(context, checking.json ?? undefined, checkJson(suite, { traces, workers }));
}
