/** Checks a list of models, one after the other, and says what each exploration means. */

import { BrokenModel } from '../broken-model.ts';
import type { Model } from '../model/model.ts';
import { deadlock } from '../model/property.ts';
import { violableNames } from '../model/verdict-names.ts';
import { ownField } from '../own-field.ts';
import { load } from '../system/load.ts';
import { refuseOtherBeginning } from './beginning.ts';
import type { CheckpointUse } from './checkpoint-use.ts';
import type { Explorer } from './explorer.types.ts';
import type { Findings, Limits, Means, Progress, Reduction, Resumed } from './findings.types.ts';
import { judged } from './judgement.ts';
import { mutantResults } from './mutation.ts';
import type { BrokenSubject, FailedSubject, ModelResult } from './results.types.ts';
import { isAsked } from './subject.ts';
import type { Subject } from './subject.ts';

/** A subject and the model that it names. */
export interface Selected {
  readonly subject: Subject;
  readonly model: Model;
}

/** How a suite is checked. */
export interface SuiteOptions {
  readonly limits: Limits;
  readonly keepGoing: boolean;
  readonly mutants: boolean;
  /** What searches may leave out; those of mutants, which may break what reductions rely on, nothing. */
  readonly reduce: readonly Reduction[];
  readonly means: Means;
  /** Of searches of models as they are, not of their mutants; null for none. */
  readonly checkpoints?: CheckpointUse | null;
}

/** Who hears of a suite while it runs. */
export interface SuiteListener {
  readonly onProgress: (model: string, progress: Progress) => void;
  /** A model's search goes on from a checkpoint. */
  readonly onResumed?: (model: string, from: Resumed) => void;
  readonly onResult: (result: ModelResult) => Promise<void>;
  readonly onBroken: (broken: BrokenSubject) => void;
  /** Throws what is to end the whole run; otherwise the others are checked. */
  readonly onFailed: (failed: FailedSubject) => void;
}

/** How a suite's run is driven. */
export interface SuiteRun {
  readonly explorer: Explorer;
  readonly options: SuiteOptions;
  readonly listener: SuiteListener;
  /** Whether to leave off: what is known so far stands. */
  readonly isInterrupted: () => boolean;
}

/** What came of a suite. */
export interface SuiteResult {
  readonly results: readonly ModelResult[];
  readonly broken: readonly BrokenSubject[];
  readonly failed: readonly FailedSubject[];
}

/**
 * Checks every selected model; one that is broken, or fails, doesn't keep the others from being checked. While
 * it is worked out what was found of one, the next is explored already.
 */
export async function checkSuite(
  selected: readonly Selected[],
  run: SuiteRun,
): Promise<SuiteResult> {
  const results: ModelResult[] = [];
  const broken: BrokenSubject[] = [];
  const failed: FailedSubject[] = [];
  let ahead: Promise<Findings> | null = null;
  for (const [index, one] of selected.entries()) {
    if (ahead === null && run.isInterrupted()) break;
    const exploring: Promise<Findings> = ahead ?? explored(one, run);
    ahead = null;
    const goOn = (): void => {
      const next = selected[index + 1];
      if (next === undefined || run.isInterrupted()) return;
      ahead = explored(next, run);
      // Where this model makes an end of the suite, nobody asks what became of the next one.
      ahead.catch(() => undefined);
    };
    try {
      const result = await checkModel(one, run, { exploring, goOn });
      await run.listener.onResult(result);
      // Not before: where that fails, so did the check of this model, and it is told once.
      results.push(result);
    } catch (cause) {
      const { subject, model } = one;
      if (!(cause instanceof BrokenModel)) {
        run.listener.onFailed({ model: model.name, cause });
        failed.push({ model: model.name, cause });
        continue;
      }
      const { file } = subject;
      const error = cause.at({ file, model: model.name });
      const found = { file, model: model.name, error };
      broken.push(found);
      run.listener.onBroken(found);
    }
  }
  return { results, broken, failed };
}

/** How a model's turn goes: its exploration, which was begun, and how to let the next one's begin. */
interface Turn {
  readonly exploring: Promise<Findings>;
  /** To be called once, while the explorer has nothing else to do. */
  readonly goOn: () => void;
}

async function checkModel(
  { subject, model }: Selected,
  { explorer, options, listener, isInterrupted }: SuiteRun,
  { exploring, goOn }: Turn,
): Promise<ModelResult> {
  const { limits, means } = options;
  const findings = await exploring;
  if (!options.mutants) goOn();
  const loaded = load(model);
  if (findings.beginning !== undefined) refuseOtherBeginning(loaded, findings.beginning);
  const result = judged(subject, loaded, findings);
  if (!options.mutants) return { ...result, mutants: null };
  const onProgress = (progress: Progress): void => listener.onProgress(model.name, progress);
  const watch = { onProgress, isInterrupted };
  const run = { explorer, limits, means, ...watch };
  const mutants = await mutantResults(subject, model, { ...run, unchanged: findings });
  goOn();
  return { ...result, mutants };
}

function explored({ subject, model }: Selected, run: SuiteRun): Promise<Findings> {
  const { explorer, options, listener } = run;
  const { limits, keepGoing, reduce, means, checkpoints = null } = options;
  // A deadlock that nobody asked about is no reason to stop.
  const unasked = isAsked(subject, deadlock) ? [] : [deadlock];
  const expected = [...Object.keys(model.expect), ...unasked];
  const traced = violableNames(model).filter((name) => isAsked(subject, name));
  const pinned = pinnedIn(model);
  const tellsSteps = options.mutants && Object.keys(model.mutants).length > 0;
  const common = { limits, keepGoing, expected, pinned, traced, reduce, means, tellsSteps };
  const task = checkpoints === null ? common : { ...common, checkpoints };
  return explorer.explore(
    subject,
    task,
    (progress) => listener.onProgress(model.name, progress),
    (from) => listener.onResumed?.(model.name, from),
  );
}

/** The lengths that a model's author says its expected violations have. */
export function pinnedIn({ expect, properties }: Model): Readonly<Record<string, number>> {
  // What a search finds of a `sometimes` is no violation.
  const lengths = Object.entries(expect).flatMap(([name, { steps }]) =>
    steps === null || ownField(properties, name)?.kind === 'sometimes' ? [] : [[name, steps]],
  );
  return Object.fromEntries(lengths);
}
