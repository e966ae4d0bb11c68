/** `audit`: holds every way of exploring a model against the full exact search. */

import { unaudited } from '../audit/audit.ts';
import type { ModelAudit } from '../audit/audit.ts';
import { threadAuditor } from '../audit/thread-auditor.ts';
import type { Auditor } from '../audit/thread-auditor.ts';
import { BrokenModel } from '../broken-model.ts';
import { winning } from '../check/exit-code.ts';
import { exitCodes } from '../check/exit-codes.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import type { Selected } from '../check/suite.ts';
import { auditJson } from '../report/audit-json.ts';
import type { AuditStop } from '../report/audit-json.ts';
import { auditEndLines, auditHead, auditRows, auditSummary } from '../report/audit-table.ts';
import type { AuditPoint } from '../report/audit-table.ts';
import { stuckLines } from '../report/failure.ts';
import { brokenTeller } from '../report/broken-models.ts';
import type { BrokenTeller } from '../report/broken-models.ts';
import { fitted } from '../report/page.ts';
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
  session.teller.end();
  const stoppedBy = end.cause();
  const isInterrupted = stoppedBy === 'interrupted';
  const { colours } = session.context;
  const untouched = selected.length - audits.length - session.broken.length;
  say([
    '',
    ...auditSummary(audits, colours),
    ...(stoppedBy === null
      ? []
      : fitted(auditEndLines(stoppedBy, untouched, end.at())).map(colours.odd)),
  ]);
  if (isInterrupted) complain(session.context, ['interrupted: this is what is known so far']);
  const couldWrite = writeJson(
    session.context,
    options.json,
    auditJson({ audits, broken: session.broken, stoppedBy }),
  );
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
  /** What it was at then; null where it had not begun. */
  readonly at: () => AuditPoint | null;
  /** Nothing ends it any more. */
  readonly forget: () => void;
}

function endOf(session: Session): End {
  const { context, options, auditor } = session;
  let first: AuditStop | null = null;
  let at: AuditPoint | null = null;
  const end = (cause: AuditStop): void => {
    if (first !== null) return;
    first = cause;
    const call = auditor.leave();
    at = session.present.value && { ...session.present.value, call };
  };
  const limit = timeLimit(options.maxSeconds ?? null, () => end('max-seconds'));
  const forget = context.io.onInterrupt(() => end('interrupted'));
  return {
    cause: () => first,
    at: () => at,
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
  /** Models that can't be checked. */
  readonly broken: BrokenSubject[];
  /** What is looked at; null between two models. */
  readonly present: { value: Omit<AuditPoint, 'call'> | null };
  /** Complains of broken models. */
  readonly teller: BrokenTeller;
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
    present: { value: null },
    teller: brokenTeller((lines) => {
      line.clear();
      complain(context, lines);
    }),
  };
}

/** Audits one model and prints its rows; a broken one doesn't keep the others from being audited. */
async function auditOne(
  session: Session,
  { subject, model }: Selected,
  isOver: () => boolean,
): Promise<void> {
  const { context, options, auditor, line, say, audits, codes, present } = session;
  const showsProgress = options.progress ?? context.io.stderr.isTerminal;
  const bounds = { mostStates: options.maxStates, mostNaiveStates: options.naiveStates };
  try {
    present.value = { model: model.name, part: 'its file, as it is loaded' };
    const known = await auditor.audit({ subject, bounds }, (part) => {
      present.value = { model: model.name, part };
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
    if (!(cause instanceof BrokenModel)) throw cause;
    const { file } = subject;
    const { name } = model;
    codes.push(exitCodes.brokenModel);
    const found = { file, model: name, error: cause.at({ file, model: name }) };
    session.broken.push(found);
    session.teller.tell(found);
  } finally {
    present.value = null;
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
