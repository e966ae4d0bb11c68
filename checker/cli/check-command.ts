/** `check`: explores models and says what holds. */

import { join, relative, resolve } from 'node:path';
import { exitCodes } from '../check/exit-codes.ts';
import type { Limits, Reduction } from '../check/findings.types.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import { checkJson } from '../report/check-json.ts';
import { brokenModelLines } from '../report/failure.ts';
import { readBaseline } from './baseline-file.ts';
import { runCheck } from './checking.ts';
import type { BaselineUse } from './checking.ts';
import { checkpointsOf } from './checkpoints.ts';
import type { CheckpointsOptions } from './checkpoints.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';
import { idleMeans, meansOf, refuseMeans } from './means.ts';
import type { MeansOptions } from './means.ts';
import { refuseReductions } from './reductions.ts';
import { refuseUnwritableFile, refuseUnwritableFolder, writeJson } from './output-file.ts';
import { resumeCommand } from './resume-command.ts';
import { isListing, listedFiles } from './project.ts';
import type { Project } from './project.ts';
import { selection } from './selection.ts';
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
  const { io } = context;
  const project = context.project();
  const { param, property, progress } = options;
  const baseline = baselineOf(io.cwd, options);
  if (options.update === true) refuseUpdate(project, options);
  const narrowing = { parameters: param, properties: property };
  const broken: BrokenSubject[] = [];
  const selected = await selection(project, names, {
    cwd: io.cwd,
    narrowing,
    onBroken: (one) => broken.push(one),
  });
  const reduce = options.reduce ?? [];
  refuseReductions(selected, reduce);
  refuseMeans(options, reduce);
  const outputs = outputsOf(context, options);
  if (selected.length === 0) return nothingChecked(context, broken, outputs.json);
  complain(context, idleMeans(options, reduce));
  const limits = limitsOf(options);
  const kept = options.checkpoint ?? options.resume;
  const hasLimits = Object.values(limits).some((limit) => limit !== null);
  return runCheck(context, {
    selected,
    broken,
    options: {
      limits,
      keepGoing: options.keepGoing ?? false,
      mutants: options.mutants ?? false,
      reduce,
      means: meansOf(options),
      checkpoints: checkpointsOf(context, selected, options),
    },
    keeping: {
      traceDir: outputs.traceDir,
      storedDir: outputs.storedDir,
      update: options.update ?? false,
      replayAll: false,
      replay: project.configuration?.replay ?? null,
    },
    listedFiles: () => listedFiles(project),
    isEveryModel: names.length + param.length + broken.length === 0,
    // What a reduction leaves out may take transitions that nothing else takes.
    isWhole: names.length + param.length + property.length + reduce.length === 0 && !hasLimits,
    baseline,
    isBrief: options.brief ?? false,
    json: outputs.json,
    showProgress: progress ?? io.stderr.isTerminal,
    resumeCommand:
      kept === undefined ? null : (without) => resumeCommand(context.argv, kept, { without }),
  });
}

/** Tells of files that can't be used, where there is no other. */
export function nothingChecked(
  context: Context,
  broken: readonly BrokenSubject[],
  json: string | null,
): number {
  for (const { error } of broken) complain(context, brokenModelLines(error));
  const found = checkJson({ results: [], broken, failed: [] }, { traces: new Map(), workers: 0 });
  writeJson(context, json ?? undefined, found);
  return exitCodes.brokenModel;
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

/**
 * Where counterexamples go that nobody expects: the folder that is named, or else the project's own.
 * @throws UnwritableOutput where nothing can be written in the one that is named.
 */
export function traceDirOf({ io, project }: Context, named: string | undefined): string {
  if (named === undefined) return defaultTraceDir(project().root);
  const folder = resolve(io.cwd, named);
  refuseUnwritableFolder(folder);
  return folder;
}

/** Where a project keeps counterexamples that nobody expects; made once there is one. */
export function defaultTraceDir(root: string): string {
  return join(root, '.quorate', 'traces');
}

/** Where a project stores the counterexamples that it expects; null outside of one. */
export function storedDirOf(project: Project): string | null {
  return isListing(project) ? join(project.root, 'traces') : null;
}

function limitsOf({ maxStates, maxDepth, maxSeconds }: CheckOptions): Limits {
  return {
    maxStates: maxStates ?? null,
    maxDepth: maxDepth ?? null,
    maxSeconds: maxSeconds ?? null,
  };
}
