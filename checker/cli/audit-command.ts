/** `audit`: holds every way of exploring a model against the full exact search. */

import { unaudited } from '../audit/audit.ts';
import type { ModelAudit } from '../audit/audit.ts';
import { threadAuditor } from '../audit/thread-auditor.ts';
import type { Auditor } from '../audit/thread-auditor.ts';
import { BrokenModel } from '../broken-model.ts';
import { winning } from '../check/exit-code.ts';
import { exitCodes } from '../check/exit-codes.ts';
import type { Selected } from '../check/suite.ts';
import { auditJson } from '../report/audit-json.ts';
import type { AuditStop } from '../report/audit-json.ts';
import { auditEndLines, auditHead, auditRows, auditSummary } from '../report/audit-table.ts';
import { brokenModelLines, stuckLines } from '../report/failure.ts';
import { palette } from '../report/palette.ts';
import { overwrittenLine } from '../report/progress-line.ts';
import type { OverwrittenLine } from '../report/progress-line.ts';
import { timeLimit } from '../watch/time-limit.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';
import { hasColour } from './io.ts';
import { refuseUnwritableFile, writeJson } from './output-file.ts';
import { selection } from './selection.ts';

/** The options of `audit`, as commander hands them over. */
export interface AuditOptions {
  readonly param: readonly string[];
  readonly maxStates: number;
  readonly naiveStates: number;
  readonly maxSeconds?: number;
  /** A file, or `-` for standard output. */
  readonly json?: string;
  /** Undefined where neither --progress nor --no-progress was given. */
  readonly progress?: boolean;
}

/** What options are where they are not given. */
export const auditPresets = { maxStates: 200_000, naiveStates: 2000 } as const;

/** Audits the named models, or all; answers the exit code. */
export async function audit(
  outer: Context,
  names: readonly string[],
  options: AuditOptions,
): Promise<number> {
  const { io } = outer;
  const narrowing = { parameters: options.param, properties: [] };
  const selected = await selection(outer.project(), names, { cwd: io.cwd, narrowing });
  refuseUnwritableFile(outer, options.json);
  const session = sessionOf(outer, options);
  const { say, line, audits, codes, auditor } = session;
  const end = endOf(session);
  try {
    for (const one of selected) {
      if (end.cause() === null) await auditOne(session, one, () => end.cause() !== null);
    }
  } finally {
    end.forget();
    line.clear();
    auditor.leave();
  }
  const stoppedBy = end.cause();
  const isInterrupted = stoppedBy === 'interrupted';
  const { colours } = session.context;
  const untouched = selected.length - audits.length - session.broken.length;
  say([
    '',
    ...auditSummary(audits, colours),
    ...(stoppedBy === null ? [] : auditEndLines(stoppedBy, untouched).map(colours.odd)),
  ]);
  if (isInterrupted) complain(session.context, ['interrupted: this is what is known so far']);
  const couldWrite = writeJson(session.context, options.json, auditJson(audits, stoppedBy));
  const isAllTooLarge = audits.length > 0 && audits.every(({ full }) => full === null);
  return winning([
    ...codes,
    ...(isAllTooLarge || stoppedBy === 'max-seconds' ? [exitCodes.inconclusive] : []),
    ...(couldWrite ? [] : [exitCodes.output]),
    ...(isInterrupted ? [exitCodes.interrupted] : []),
  ]);
}

/** What ends an audit before all models are done, if anything does. */
interface End {
  readonly cause: () => AuditStop | null;
  /** Nothing ends it any more. */
  readonly forget: () => void;
}

function endOf({ context, options, auditor }: Session): End {
  let first: AuditStop | null = null;
  const end = (cause: AuditStop): void => {
    first ??= cause;
    auditor.leave();
  };
  const limit = timeLimit(options.maxSeconds ?? null, () => end('max-seconds'));
  const forget = context.io.onInterrupt(() => end('interrupted'));
  return {
    cause: () => first,
    forget: () => {
      limit.end();
      forget();
    },
  };
}

/** An audit in the making. */
interface Session {
  readonly context: Context;
  readonly options: AuditOptions;
  readonly auditor: Auditor;
  readonly line: OverwrittenLine;
  /** Prints lines of the report: to standard output, unless that is taken by JSON. */
  readonly say: (lines: readonly string[]) => void;
  readonly audits: ModelAudit[];
  readonly codes: number[];
  /** The names of models that can't be checked. */
  readonly broken: string[];
}

function sessionOf(outer: Context, options: AuditOptions): Session {
  const { io } = outer;
  const out = options.json === '-' ? io.stderr : io.stdout;
  const context = { ...outer, colours: palette(hasColour(io, out)) };
  const line = overwrittenLine(io.stderr);
  const say = (lines: readonly string[]): void => {
    line.clear();
    out.write(`${lines.join('\n')}\n`);
  };
  return {
    context,
    options,
    auditor: threadAuditor((stuck) => {
      line.clear();
      complain(context, stuckLines(stuck));
    }),
    line,
    say,
    audits: [],
    codes: [],
    broken: [],
  };
}

/** Audits one model and prints its rows; a broken one doesn't keep the others from being audited. */
async function auditOne(
  { context, options, auditor, line, say, audits, codes, broken }: Session,
  { subject, model }: Selected,
  isOver: () => boolean,
): Promise<void> {
  const showsProgress = options.progress ?? context.io.stderr.isTerminal;
  const bounds = { mostStates: options.maxStates, mostNaiveStates: options.naiveStates };
  try {
    const known = await auditor.audit({ subject, bounds }, (part) => {
      if (showsProgress) line.show(model.name, [part]);
    });
    if (known === null && isOver()) return;
    const found = known ?? unaudited(model.name);
    audits.push(found);
    codes.push(...codesOfAudit(found));
    // A table begins once it has a row.
    const head = audits.length === 1 ? [auditHead(context.colours)] : [];
    say([...head, ...auditRows(found, context.colours)]);
  } catch (cause) {
    line.clear();
    if (!(cause instanceof BrokenModel)) throw cause;
    codes.push(exitCodes.brokenModel);
    broken.push(model.name);
    complain(context, brokenModelLines(cause.at({ file: subject.file, model: model.name })));
  }
}

/**
 * A disagreement is this program's own fault, whatever the model: an internal error. A machine that
 * answers otherwise the second time, and a request that is opened again, are the model's.
 */
function codesOfAudit({ variants, repetition, rebirth }: ModelAudit): readonly number[] {
  const disagrees = variants.some(
    (one) => one.kind === 'compared' && one.contradictions.length > 0,
  );
  const isBroken = rebirth?.kind === 'reborn' || (repetition?.differing.length ?? 0) > 0;
  return [...(disagrees ? [exitCodes.internal] : []), ...(isBroken ? [exitCodes.brokenModel] : [])];
}
