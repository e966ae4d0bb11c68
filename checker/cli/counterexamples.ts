/**
 * Where the traces of a check go: unexpected ones into the trace folder, expected ones, when they
 * are to be updated, into `traces/`; and what the store answers to them.
 */

import { join } from 'node:path';
import type { ModelResult, PropertyResult } from '../check/results.types.ts';
import { encode } from '../trace/itf.ts';
import { fitted } from '../report/page.ts';
import { RefusedTrace } from '../trace/refused-trace.ts';
import { isAsRecorded, isStoreSpokenOf, recordOf, replayed } from '../trace/replay-answer.ts';
import type { Replay, ReplayAnswer } from '../trace/replay-answer.ts';
import type { RecordedAnswer, Trace } from '../trace/trace.ts';
import { readTrace, traceFileOf, writeTrace } from '../trace/trace-files.ts';
import type { Context } from './context.ts';
import { attempt } from './output-file.ts';
import { typedPath } from './typed-path.ts';

/** What is done with counterexamples. */
export interface Keeping {
  /** Where unexpected ones go, as an absolute path. */
  readonly traceDir: string;
  /** Where expected ones are stored; null outside of a project. */
  readonly storedDir: string | null;
  /** Whether the stored ones are brought up to date. */
  readonly update: boolean;
  /** Whether every counterexample is written to `traceDir` and replayed. */
  readonly replayAll: boolean;
  readonly replay: Replay | null;
}

/** One counterexample, and what became of it. */
export interface Kept {
  readonly property: PropertyResult;
  /** Its file as somebody in the current folder would type it; null where it wasn't written. */
  readonly file: string | null;
  readonly couldWrite: boolean;
  /** How it compares with the stored trace; null for an unexpected one. */
  readonly stored: 'same' | 'other' | 'missing' | null;
  readonly answer: ReplayAnswer | null;
  /** Whether the answer is the recorded one, as far as one was asked for. */
  readonly isAsRecorded: boolean;
}

/** Writes, compares and replays the counterexamples of one model. */
export async function keepCounterexamples(
  context: Context,
  result: ModelResult,
  keeping: Keeping,
): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for (const property of result.properties) {
    if (property.trace !== null) {
      kept.push(await keep(context, { result, property, trace: property.trace, keeping }));
    }
  }
  return kept;
}

/** What there is to say of the expected ones: whether they are stored. */
export function storedLines(
  kept: readonly Kept[],
  { update, storedDir }: Keeping,
): readonly string[] {
  const count = (isCounted: (one: Kept) => boolean): number => kept.filter(isCounted).length;
  if (update && storedDir === null) {
    const homeless = count(({ property }) => property.problem === null);
    if (homeless === 0) return [];
    return fitted([
      `expected counterexamples: ${homeless} not stored: there is no project here (a quorate.config.ts or a package.json)`,
    ]);
  }
  const same = count(({ stored }) => stored === 'same');
  const missing = count(({ stored }) => stored === 'missing');
  const other = count(({ stored }) => stored === 'other');
  // What could not be stored was told when it was tried.
  if (update) return same === 0 ? [] : [`expected counterexamples: ${same} stored below traces/`];
  if (missing + other === 0) return [];
  const parts = [
    ...(missing > 0 ? [`${missing} not stored`] : []),
    ...(other > 0 ? [`${other} stored as another run`] : []),
  ];
  return [`expected counterexamples: ${parts.join(', ')}; quorate check --update stores them`];
}

interface Counterexample {
  readonly result: ModelResult;
  readonly property: PropertyResult;
  readonly trace: Trace;
  readonly keeping: Keeping;
}

async function keep(context: Context, found: Counterexample): Promise<Kept> {
  const { result, property, trace, keeping } = found;
  const isExpected = property.problem === null;
  const name = traceFileOf(result.model.name, property.name);
  const storedFile =
    isExpected && keeping.storedDir !== null ? join(keeping.storedDir, name) : null;
  if (storedFile !== null && keeping.update) return updated(context, found, storedFile);
  const stored = storedFile === null ? null : storedTrace(storedFile);
  const isAsked =
    keeping.replayAll &&
    (isStoreSpokenOf(keeping.replay, result.model) || hasAnswered(stored?.replay ?? null));
  const answer = isAsked ? await replayed(keeping.replay, trace, result.model) : null;
  const file = join(keeping.traceDir, name);
  const isWritten = !isExpected || keeping.replayAll;
  const couldWrite = !isWritten || attempt(context, file, () => writeTrace(file, trace));
  return {
    property,
    file:
      isWritten && couldWrite
        ? typedPath(context.io.cwd, file)
        : typedStored(context, storedFile, stored),
    couldWrite,
    stored: storedFile === null ? null : comparison(stored, trace),
    answer,
    isAsRecorded: answer === null || isAsRecorded(stored?.replay ?? null, answer),
  };
}

async function updated(
  context: Context,
  { result, property, trace, keeping }: Counterexample,
  file: string,
): Promise<Kept> {
  const answer = await replayed(keeping.replay, trace, result.model);
  // Without a replay nobody knows what the store would answer.
  const isKnown = keeping.replay !== null || result.model.store === null;
  const replay: RecordedAnswer | null = isKnown ? recordOf(answer) : null;
  const couldWrite = attempt(context, file, () => writeTrace(file, { ...trace, replay }));
  return {
    property,
    file: couldWrite ? typedPath(context.io.cwd, file) : null,
    couldWrite,
    stored: couldWrite ? 'same' : 'other',
    answer: isStoreSpokenOf(keeping.replay, result.model) ? answer : null,
    isAsRecorded: true,
  };
}

/** Whether there was a store to answer. */
function hasAnswered(recorded: RecordedAnswer | null): boolean {
  return recorded !== null && recorded.answer !== 'storeless';
}

function storedTrace(file: string): Trace | null {
  try {
    return readTrace(file);
  } catch (cause) {
    if (cause instanceof RefusedTrace) return null;
    throw cause;
  }
}

function comparison(stored: Trace | null, trace: Trace): Kept['stored'] {
  if (stored === null) return 'missing';
  return encode(stored) === encode({ ...trace, replay: stored.replay }) ? 'same' : 'other';
}

function typedStored(context: Context, file: string | null, stored: Trace | null): string | null {
  return file === null || stored === null ? null : typedPath(context.io.cwd, file);
}
