/** The models that a check is of, and a check of them with nothing else asked for. */

import { exitCodes } from '../check/exit-codes.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import type { Selected } from '../check/suite.ts';
import { checkJson } from '../report/check-json.ts';
import { brokenModelLines } from '../report/failure.ts';
import type { Checking } from './checking.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';
import { meansOf } from './means.ts';
import { writeJson } from './output-file.ts';
import { listedFiles } from './project.ts';
import { selection } from './selection.ts';
import type { Selecting } from './selection.ts';
import { storedDirOf, traceDirOf } from './trace-places.ts';

/** What names mean. */
export interface Chosen {
  /** What was named, as it was written; empty for all models. */
  readonly names: readonly string[];
  readonly selected: readonly Selected[];
  /** Files whose models would be selected too, if they could be used. */
  readonly broken: readonly BrokenSubject[];
}

/**
 * The models that names mean; a file that can't be used doesn't keep those of others from being checked.
 * @throws UsageError where a name, a parameter or a property means nothing.
 */
export async function chosenModels(
  context: Context,
  names: readonly string[],
  selecting: Omit<Selecting, 'onBroken'>,
): Promise<Chosen> {
  const broken: BrokenSubject[] = [];
  const selected = await selection(context.project(), names, {
    ...selecting,
    onBroken: (one) => broken.push(one),
  });
  return { names, selected, broken };
}

/** A check of whole models, to their ends, that updates nothing and replays nothing. */
export function plainCheck(context: Context, { names, selected, broken }: Chosen): Checking {
  const project = context.project();
  return {
    selected,
    broken,
    options: {
      limits: { maxStates: null, maxDepth: null, maxSeconds: null },
      keepGoing: false,
      mutants: false,
      reduce: [],
      means: meansOf({}),
    },
    keeping: {
      traceDir: traceDirOf(context),
      storedDir: storedDirOf(project),
      update: false,
      replayAll: false,
      replay: project.configuration?.replay ?? null,
    },
    listedFiles: () => listedFiles(project),
    isEveryModel: names.length + broken.length === 0,
    isWhole: names.length === 0,
    baseline: null,
    isBrief: false,
    json: null,
    showProgress: context.io.stderr.isTerminal,
    resumeCommand: null,
  };
}

/** Tells of files that can't be used, where there is no other. */
export function nothingChecked(context: Context, { broken }: Chosen, json: string | null): number {
  for (const { error } of broken) complain(context, brokenModelLines(error));
  const found = checkJson({ results: [], broken, failed: [] }, { traces: new Map(), workers: 0 });
  writeJson(context, json ?? undefined, found);
  return exitCodes.brokenModel;
}
