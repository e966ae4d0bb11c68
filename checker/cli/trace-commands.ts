/** `show`, `verify` and `replay`: what can be done with trace files. */

import { resolve } from 'node:path';
import { BrokenModel } from '../broken-model.ts';
import { winning } from '../check/exit-code.ts';
import { exitCodes } from '../check/exit-codes.ts';
import type { Model } from '../model/model.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import { ownField } from '../own-field.ts';
import { brokenModelLines, refusedTraceLines } from '../report/failure.ts';
import { changeLines } from '../report/step-changes.ts';
import { mermaid } from '../report/mermaid.ts';
import { fitted, saidOf, wrapped } from '../report/page.ts';
import { palette } from '../report/palette.ts';
import { replayLines } from '../report/replay-lines.ts';
import { traceLines } from '../report/violation.ts';
import { extentText, lengthText } from '../report/endings.ts';
import { actionWords } from '../report/wording.ts';
import { load } from '../system/load.ts';
import { sinceThen } from '../trace/instance.ts';
import { RefusedTrace } from '../trace/refused-trace.ts';
import { isAsRecorded, replayed } from '../trace/replay-answer.ts';
import { recordText } from '../trace/replay-answer.ts';
import type { Trace } from '../trace/trace.ts';
import { readTrace } from '../trace/trace-files.ts';
import { verify } from '../trace/verification.ts';
import type { Verification } from '../trace/verification.ts';
import { complain, print } from './context.ts';
import type { Context } from './context.ts';
import { attempt, writeText } from './output-file.ts';
import type { showFormats } from './presets.ts';
import { typedPath } from './typed-path.ts';
import { UsageError } from './usage-error.ts';
import { modelOfTrace, modelsOfTraces, whyNoModel } from './trace-models.ts';
import type { ListedModel } from './project.ts';

/** What `show` may be told. */
export interface ShowOptions {
  readonly format: (typeof showFormats)[number];
  readonly out?: string;
  readonly full?: boolean;
}

/** Shows a trace: the steps and the diagram, or a Mermaid diagram. */
export async function show(context: Context, file: string, options: ShowOptions): Promise<number> {
  const { io } = context;
  const trace = readTrace(resolve(io.cwd, file));
  const { format, out, full: isFull = false } = options;
  if (isFull && format === 'mermaid') {
    throw new UsageError(
      '--full is of the text; a Mermaid diagram has no more: leave one of them out',
    );
  }
  const colours = out === undefined ? context.colours : palette(false);
  const told = (): string => `${lines(trace, colours, { file, isFull }).join('\n')}\n`;
  const text = format === 'mermaid' ? mermaid(trace) : told();
  if (out === undefined) {
    io.stdout.write(text);
    return exitCodes.asExpected;
  }
  const target = resolve(io.cwd, out);
  const isWritten = attempt(context, target, () => writeText(target, text));
  return isWritten ? exitCodes.asExpected : exitCodes.output;
}

function lines(
  trace: Trace,
  colours: Context['colours'],
  { file, isFull }: { readonly file: string; readonly isFull: boolean },
): readonly string[] {
  const { model, property, scope, steps, replay } = trace;
  return [
    ...fitted([
      `${model}: ${property} is violated ${extentText(steps.length, cycleOf(trace))}`,
    ]).map(colours.strong),
    ...wrapped(`within ${scope}`, 0).map(colours.faint),
    ...(replay === null || replay.answer === 'storeless'
      ? []
      : [colours.faint(`recorded answer of the store: ${recordText(replay)}`)]),
    ...fitted([`as the file has it, not verified: npx quorate verify ${file}`]).map(colours.faint),
    '',
    ...traceLines(trace, colours, { isFull }),
  ];
}

function cycleOf({ steps, loop }: Trace): number | null {
  return loop === null ? null : steps.length - loop;
}

/** What `verify` and `replay` may be told. */
export interface TraceOptions {
  /** Model files that traces are of, as they were typed; none stands for those of the project. */
  readonly model: readonly string[];
}

/** Verifies trace files: whether the spec still makes their runs. */
export async function verifyTraces(
  context: Context,
  files: readonly string[],
  options: TraceOptions,
): Promise<number> {
  return eachTrace(context, { files, options }, async ({ file, verification, trace, model }) => {
    print(context, verificationLines(file, { verification, trace, model }));
    return verification.kind === 'verified' ? exitCodes.asExpected : exitCodes.unmet;
  });
}

/** Replays trace files on the store, those that the spec still makes. */
export async function replayTraces(
  context: Context,
  files: readonly string[],
  options: TraceOptions,
): Promise<number> {
  const replay = context.project().configuration?.replay ?? null;
  return eachTrace(context, { files, options }, async ({ file, verification, trace, model }) => {
    if (verification.kind !== 'verified' || model === null) {
      print(context, verificationLines(file, { verification, trace, model }));
      return exitCodes.unmet;
    }
    const answer = await replayed(replay, trace, model);
    const { colours } = context;
    print(context, [
      ...replayLines(file, answer, { recorded: trace.replay, colours }),
      ...sinceLines(model, trace),
    ]);
    return isAsRecorded(trace.replay, answer) ? exitCodes.asExpected : exitCodes.unmet;
  });
}

interface Examined {
  readonly file: string;
  readonly trace: Trace;
  /** Null where no model of the trace's name is left. */
  readonly model: Model | null;
  readonly verification: Verification;
}

/** Reads and verifies one file after the other; a refused one doesn't keep the others from it. */
async function eachTrace(
  context: Context,
  { files, options }: { readonly files: readonly string[]; readonly options: TraceOptions },
  examine: (examined: Examined) => Promise<number>,
): Promise<number> {
  const broken: BrokenSubject[] = [];
  const named = { traces: files, modelFiles: options.model, cwd: context.io.cwd };
  const models = await modelsOfTraces(context.project(), named, (one) => broken.push(one));
  const known: Known = { models, modelFiles: options.model, hasBroken: broken.length > 0 };
  const codes: number[] = [];
  for (const file of files) {
    try {
      codes.push(await examine(examined(context, file, known)));
    } catch (cause) {
      codes.push(codeOf(context, file, cause));
    }
  }
  const isMissed = codes.includes(exitCodes.brokenModel);
  for (const one of broken)
    complain(context, isMissed ? brokenModelLines(one.error) : leftOutLines(context, one));
  return winning(codes);
}

/** The models that traces may be of. */
interface Known {
  readonly models: readonly ListedModel[];
  /** The model files that were named, as they were typed. */
  readonly modelFiles: readonly string[];
  /** Whether there are files that can't be used, so that nobody knows their models. */
  readonly hasBroken: boolean;
}

/** A trace whose model may be that of a file that can't be used. */
class HomelessTrace extends Error {}

function examined(context: Context, file: string, known: Known): Examined {
  const { io } = context;
  const trace = readTrace(resolve(io.cwd, file));
  const { models, modelFiles, hasBroken } = known;
  const model = modelOfTrace(models, trace, { file, hasBroken });
  if (model !== null) return { file, trace, model, verification: verify(load(model), trace) };
  if (hasBroken) {
    throw new HomelessTrace(
      `${file} was not looked at: its model '${trace.model}' is in no file that can be used`,
    );
  }
  const project = context.project();
  const why = whyNoModel(trace, models, { project, modelFiles, cwd: io.cwd });
  return { file, trace, model, verification: { kind: 'harmless', why } };
}

/** Tells why a trace couldn't be examined, and answers its exit code. */
function codeOf(context: Context, file: string, cause: unknown): number {
  if (cause instanceof RefusedTrace) {
    complain(context, refusedTraceLines(cause));
    return exitCodes.refusedTrace;
  }
  if (cause instanceof HomelessTrace) {
    complain(context, [`quorate: ${cause.message}`]);
    return exitCodes.brokenModel;
  }
  if (!(cause instanceof BrokenModel)) throw cause;
  complain(context, [...brokenModelLines(cause), `  trace:     ${file}`]);
  return exitCodes.brokenModel;
}

function leftOutLines({ io }: Context, { file, error }: BrokenSubject): readonly string[] {
  return [`quorate: ${typedPath(io.cwd, file)} was left out, since it is broken: ${error.message}`];
}

function verificationLines(
  file: string,
  { verification, trace, model }: Pick<Examined, 'verification' | 'trace' | 'model'>,
): readonly string[] {
  if (verification.kind === 'verified') {
    const length = lengthText(trace.steps.length, cycleOf(trace));
    const isSometimes = ownField(model?.properties ?? {}, trace.property)?.kind === 'sometimes';
    const what = isSometimes ? 'happens, as it may sometimes' : 'is violated';
    const said = saidOf(file, `verified (${length}, ${trace.property} ${what})`);
    return model === null ? said : [...said, ...sinceLines(model, trace)];
  }
  if (verification.kind === 'harmless') {
    const said = saidOf(file, `not verified: ${verification.why}`);
    return model === null ? said : [...said, ...changedSince(model.name)];
  }
  const { step, action, why, differences } = verification;
  const since = model === null ? null : sinceThen(model, trace);
  const words = action === null ? 'the start' : actionWords(action, trace.groupings, 80);
  return [
    ...saidOf(file, `not verified: step ${step} doesn't fit: ${why}`),
    `      step ${step}: ${words}`,
    ...changeLines(differences, ['trace', 'now']).map((line) => `      ${line}`),
    ...(since === null ? [] : wrapped(since, 6)),
    ...changedSince(trace.model),
  ];
}

/** How what a verified trace says of its model differs from the model, and how to make it anew. */
function sinceLines(model: Model, trace: Trace): readonly string[] {
  const since = sinceThen(model, trace);
  if (since === null) return [];
  const anew = `To make it anew: quorate check ${trace.model}, with --update where it is stored.`;
  return wrapped(`${since}. ${anew}`, 6);
}

/** How to go on where a model doesn't make a trace's run any more. */
function changedSince(model: string): readonly string[] {
  return wrapped(
    `The trace was edited, or the model was changed since it was made. If the model is as it should be, check it (quorate check ${model}): that finds the run as it is now, and with --update stores it where it is expected; if there is none any more, remove the file.`,
    6,
  );
}
