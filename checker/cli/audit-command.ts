/** `audit`: holds every way of exploring a model against the full exact search. */

import { setImmediate } from 'node:timers/promises';
import { audited } from '../audit/audit.ts';
import type { ModelAudit } from '../audit/audit.ts';
import { BrokenModel } from '../broken-model.ts';
import { exitCodes, winning } from '../check/exit-code.ts';
import type { Selected } from '../check/suite.ts';
import { auditHead, auditRows, auditSummary } from '../report/audit-table.ts';
import { brokenModelLines } from '../report/failure.ts';
import { overwrittenLine } from '../report/progress-line.ts';
import { complain, print } from './context.ts';
import type { Context } from './context.ts';
import { selection } from './selection.ts';

/** The options of `audit`, as commander hands them over. */
export interface AuditOptions {
  readonly param: readonly string[];
  readonly maxStates: number;
  readonly naiveStates: number;
  /** Undefined where neither --progress nor --no-progress was given. */
  readonly progress?: boolean;
}

/** What options are where they are not given. */
export const auditPresets = { maxStates: 200_000, naiveStates: 2000 } as const;

/** Audits the named models, or all; answers the exit code. */
export async function audit(
  context: Context,
  names: readonly string[],
  options: AuditOptions,
): Promise<number> {
  const { io } = context;
  const narrowing = { parameters: options.param, properties: [] };
  const selected = await selection(context.project(), names, { cwd: io.cwd, narrowing });
  let isInterrupted = false;
  const forget = io.onInterrupt(() => {
    isInterrupted = true;
  });
  print(context, [auditHead(context.colours)]);
  const session = sessionOf(context, options, () => isInterrupted);
  try {
    for (const one of selected) {
      if (!isInterrupted) await auditOne(session, one);
    }
  } finally {
    forget();
    session.line.clear();
  }
  const { audits, codes } = session;
  print(context, ['', ...auditSummary(audits, context.colours)]);
  if (isInterrupted) complain(context, ['interrupted: this is what is known so far']);
  const isAllTooLarge = audits.length > 0 && audits.every(({ full }) => full === null);
  return winning([
    ...codes,
    ...(isAllTooLarge ? [exitCodes.inconclusive] : []),
    ...(isInterrupted ? [exitCodes.interrupted] : []),
  ]);
}

/** An audit in the making. */
interface Session {
  readonly context: Context;
  readonly options: AuditOptions;
  readonly line: ReturnType<typeof overwrittenLine>;
  readonly isInterrupted: () => boolean;
  readonly audits: ModelAudit[];
  readonly codes: number[];
}

function sessionOf(context: Context, options: AuditOptions, isInterrupted: () => boolean): Session {
  const { stderr } = context.io;
  const line = overwrittenLine(stderr.write, stderr.isTerminal);
  return { context, options, line, isInterrupted, audits: [], codes: [] };
}

/** Audits one model and prints its rows; a broken one doesn't keep the others from being audited. */
async function auditOne(session: Session, { subject, model }: Selected): Promise<void> {
  const { context, options, line, isInterrupted, audits, codes } = session;
  const showsProgress = options.progress ?? context.io.stderr.isTerminal;
  const bounds = { mostStates: options.maxStates, mostNaiveStates: options.naiveStates };
  try {
    const found = await audited(model, bounds, {
      onPart: (part) => {
        if (showsProgress) line.show(`${model.name}  ${part}`);
      },
      pause: async () => {
        await setImmediate();
        return isInterrupted();
      },
    });
    line.clear();
    if (isInterrupted() && found.full === null) return;
    audits.push(found);
    codes.push(...codesOfAudit(found));
    print(context, auditRows(found, context.colours));
  } catch (cause) {
    line.clear();
    if (!(cause instanceof BrokenModel)) throw cause;
    codes.push(exitCodes.brokenModel);
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
