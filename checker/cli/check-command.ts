/** `check`: explores models and says what holds. */

import { relative, resolve } from 'node:path';
import type { Limits, Reduction } from '../check/findings.types.ts';
import type { SuiteOptions } from '../check/suite.ts';
import { readBaseline } from './baseline-file.ts';
import { runCheck } from './checking.ts';
import type { BaselineUse, Checking } from './checking.ts';
import { checkpointsOf } from './checkpoints.ts';
import type { CheckpointsOptions } from './checkpoints.ts';
import { chosenModels, nothingChecked, plainCheck } from './chosen-models.ts';
import type { Chosen } from './chosen-models.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';
import { idleMeans, meansOf, refuseMeans } from './means.ts';
import type { MeansOptions } from './means.ts';
import { refuseReductions } from './reductions.ts';
import { refuseUnwritableFile, refuseUnwritableFolder } from './output-file.ts';
import { resumeCommand } from './resume-command.ts';
import { isListing } from './project.ts';
import type { Project } from './project.ts';
import { storedDirOf, traceDirOf } from './trace-places.ts';
import { UsageError } from './usage-error.ts';

/** The options of `check`, as commander hands them over. */
export interface CheckOptions extends MeansOptions, CheckpointsOptions {
  readonly param: readonly string[];
  readonly property: readonly string[];
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxSeconds?: number;
  readonly keepGoing?: boolean;
  readonly reduce?: readonly Reduction[];
  readonly mutants?: boolean;
  readonly update?: boolean;
  readonly baseline?: string;
  readonly brief?: boolean;
  readonly json?: string;
  readonly traceDir?: string;
  /** Undefined where neither --progress nor --no-progress was given. */
  readonly progress?: boolean;
}

/** Checks the named models, or all. */
export async function check(
  context: Context,
  names: readonly string[],
  options: CheckOptions,
): Promise<number> {
  const { cwd } = context.io;
  const { param, property, reduce = [] } = options;
  const baseline = baselineOf(cwd, options);
  if (options.update === true) refuseUpdate(context.project(), options);
  const narrowing = { parameters: param, properties: property };
  const chosen = await chosenModels(context, names, { cwd, narrowing });
  refuseReductions(chosen.selected, reduce);
  refuseMeans(options, reduce);
  const { json, ...places } = outputsOf(context, options);
  if (chosen.selected.length === 0) return nothingChecked(context, chosen, json);
  complain(context, idleMeans(options, reduce));
  const plain = plainCheck(context, chosen);
  return runCheck(context, {
    ...plain,
    options: suiteOptionsOf(context, chosen, options),
    keeping: { ...plain.keeping, ...places, update: options.update ?? false },
    isEveryModel: plain.isEveryModel && param.length === 0,
    isWhole: plain.isWhole && !isNarrowed(options),
    baseline,
    isBrief: options.brief ?? plain.isBrief,
    json,
    showProgress: options.progress ?? plain.showProgress,
    resumeCommand: resumingOf(context, options),
  });
}

function suiteOptionsOf(
  context: Context,
  { selected }: Chosen,
  options: CheckOptions,
): SuiteOptions {
  return {
    limits: limitsOf(options),
    keepGoing: options.keepGoing ?? false,
    mutants: options.mutants ?? false,
    reduce: options.reduce ?? [],
    means: meansOf(options),
    checkpoints: checkpointsOf(context, selected, options),
  };
}

/**
 * Whether less is looked at than there is: what a reduction leaves out may take transitions that nothing
 * else takes.
 */
function isNarrowed(options: CheckOptions): boolean {
  const { param, property, reduce = [] } = options;
  const hasLimits = Object.values(limitsOf(options)).some((limit) => limit !== null);
  return hasLimits || param.length + property.length + reduce.length > 0;
}

function resumingOf({ argv }: Context, options: CheckpointsOptions): Checking['resumeCommand'] {
  const kept = options.checkpoint ?? options.resume;
  return kept === undefined ? null : (without) => resumeCommand(argv, kept, { without });
}

/** @throws UsageError where the same options leave nothing to be stored. */
function refuseUpdate(project: Project, { property, reduce = [], baseline }: CheckOptions): void {
  if (property.length > 0) {
    throw new UsageError(
      '--update stores runs of whole models, and --property narrows them: leave one of them out',
    );
  }
  if (reduce.length > 0) {
    throw new UsageError(
      '--update stores runs of whole searches, and --reduce leaves states out: leave one of them out',
    );
  }
  if (baseline === undefined && !isListing(project)) {
    throw new UsageError(
      '--update stores expected counterexamples in a project, and there is none here: no quorate.config.ts here or in a folder above, and no package.json here. Write one, or name a baseline to store (--baseline sizes.json)',
    );
  }
}

/**
 * The baseline that a check is compared with; null for none.
 * @throws UsageError where there is none yet, or only parts of models are checked.
 */
function baselineOf(
  cwd: string,
  { baseline: written, property, reduce = [], update = false }: CheckOptions,
): BaselineUse | null {
  if (written === undefined) return null;
  if (property.length > 0) {
    throw new UsageError(
      '--baseline compares whole models, and --property narrows them: leave one of them out',
    );
  }
  if (reduce.length > 0) {
    throw new UsageError(
      '--baseline compares the sizes of whole models, and --reduce leaves states out: leave one of them out',
    );
  }
  const file = resolve(cwd, written);
  const typed = relative(cwd, file);
  const before = readBaseline(file);
  if (before === null && !update) {
    throw new UsageError(
      `there is no baseline ${typed} yet: the same command with --update makes it`,
    );
  }
  return { file, typed, before: before ?? new Map(), update };
}

/** Where what a check finds is written, as absolute paths; null is nowhere. */
interface Outputs {
  /** `-` is standard output. */
  readonly json: string | null;
  readonly traceDir: string;
  readonly storedDir: string | null;
}

/**
 * Where options say that things are written.
 * @throws UnwritableOutput where they can't be.
 */
function outputsOf(context: Context, options: CheckOptions): Outputs {
  const { json = null, property, reduce = [], update = false, baseline } = options;
  refuseUnwritableFile(context, json ?? undefined);
  const traceDir = traceDirOf(context, options.traceDir);
  // Runs without other monitors, or of reduced searches, are not those that are stored.
  const isStored = property.length + reduce.length === 0;
  const storedDir = isStored ? storedDirOf(context.project()) : null;
  if (update) {
    refuseUnwritableFile(context, baseline);
    if (storedDir !== null) refuseUnwritableFolder(storedDir);
  }
  const isFile = json !== null && json !== '-';
  return { json: isFile ? resolve(context.io.cwd, json) : json, traceDir, storedDir };
}

function limitsOf({ maxStates, maxDepth, maxSeconds }: CheckOptions): Limits {
  return {
    maxStates: maxStates ?? null,
    maxDepth: maxDepth ?? null,
    maxSeconds: maxSeconds ?? null,
  };
}
