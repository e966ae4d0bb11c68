/** The models that traces are of: those of the project, or those of files that are named. */

import type { Model, ModelParameters } from '../model/model.ts';
import { isModelFile } from '../check/model-file.ts';
import { RefusedTrace } from '../trace/refused-trace.ts';
import { nearestFile } from './model-paths.ts';
import { suggestion } from '../nearest-names.ts';
import { reasonOf } from '../thrown.ts';
import { isListing, listedModels, modelsOf } from './project.ts';
import type { ListedModel, OnBroken, Project } from './project.ts';
import { existingFile, whereaboutsOf } from './selection.ts';
import { typedPath } from './typed-path.ts';
import { UsageError } from './usage-error.ts';

/** What a command line says of traces. */
export interface TracesNamed {
  /** The trace files, as they were typed. */
  readonly traces: readonly string[];
  /** Model files, as they were typed; none stands for those of the project. */
  readonly modelFiles: readonly string[];
  readonly cwd: string;
}

/**
 * The models among which those of traces are looked for. Files are loaded that the command line or the
 * configuration names, and none that a trace does.
 * @throws UsageError where a model file is named that is none, or no file is known.
 */
export async function modelsOfTraces(
  project: Project,
  { traces, modelFiles, cwd }: TracesNamed,
  onBroken: OnBroken,
): Promise<readonly ListedModel[]> {
  const mistaken = traces.find(isModelFile);
  if (mistaken !== undefined) {
    throw new UsageError(`${mistaken} is a model file, and no trace: write --model ${mistaken}`);
  }
  const odd = modelFiles.find((file) => !isModelFile(file));
  if (odd !== undefined) {
    throw new UsageError(
      `--model ${odd}: the name of a model file ends in .model.ts, .model.js, .model.mts or the like`,
    );
  }
  if (modelFiles.length > 0) {
    const around = whereaboutsOf(project, cwd);
    const files = [...new Set(modelFiles.map((file) => existingFile(file, around)))];
    return modelsOf(files, cwd, onBroken);
  }
  if (isListing(project)) return listedModels(project, onBroken);
  throw new UsageError(
    'there is no quorate.config.ts here or in a folder above, and no package.json here, so nobody knows the models of traces: name their files, as in --model path/to/some.model.ts',
  );
}

/** What of a trace says which model it was made from. */
interface Origin {
  readonly model: string;
  readonly parameters: ModelParameters;
}

/**
 * The model that a trace was made from: the listed one of its name, or the member with the trace's
 * parameters of a listed family; null where there is none.
 * @throws RefusedTrace where a family has no member with the trace's parameters, and no file is broken,
 * in which the model could be.
 */
export function modelOfTrace(
  listed: readonly ListedModel[],
  { model: name, parameters }: Origin,
  { file, hasBroken }: { readonly file: string; readonly hasBroken: boolean },
): Model | null {
  const exact = listed.find(({ model }) => model.name === name);
  if (exact !== undefined) return exact.model;
  const wanted = kindsIn(parameters);
  const faults: string[] = [];
  for (const { model } of listed) {
    if (kindsIn(model.parameters) !== wanted) continue;
    const member = memberOf(model, { model: name, parameters });
    if (typeof member === 'string') faults.push(`${model.name} can't make it: ${member}`);
    else if (member !== null) return member;
  }
  const [fault] = faults;
  if (fault === undefined || hasBroken) return null;
  const why = `no listed model is called '${name}', and the family of ${fault}. Likely cause: the trace was edited, or the model was changed since it was made`;
  throw new RefusedTrace(file, '#meta.parameters', why);
}

/**
 * The member of a model's family with a trace's name and parameters; null where it is called otherwise.
 * Or why it can't be made: parameters out of a file may be of any value.
 */
function memberOf(
  { reparameterise, memberName }: Model,
  { model: name, parameters }: Origin,
): Model | string | null {
  try {
    return memberName?.(parameters) === name ? (reparameterise?.(parameters) ?? null) : null;
  } catch (cause) {
    return reasonOf(cause);
  }
}

/** What tells families apart: the names of their parameters, and whether they are numbers. */
function kindsIn(parameters: ModelParameters): string {
  const kinds = Object.entries(parameters).map(([name, value]) => `${name} ${typeof value}`);
  return kinds.toSorted().join(', ');
}

/** Why there is no model for a trace, and how to name the file that has it. */
export function whyNoModel(
  { model: name }: Origin,
  listed: readonly ListedModel[],
  { project, modelFiles, cwd }: Omit<TracesNamed, 'traces'> & { readonly project: Project },
): string {
  if (modelFiles.length > 0) {
    const names = listed.map(({ model }) => model.name);
    return `no model of ${modelFiles.join(', ')} is called '${name}'.${suggestion(name, names)}`;
  }
  const files = new Set(listed.map(({ file }) => typedPath(cwd, file)));
  const near = nearestFile(name, whereaboutsOf(project, cwd));
  const other = near === null || files.has(near) ? 'path/to/some.model.ts' : near;
  return `none of the project's models is called '${name}'. They are ${lookedAt(listed, cwd)}. If it is in another file, name that: --model ${other}`;
}

/** How many files, and models of a file, a message lists. */
const mostTold = 4;

/** The files of models that were looked through, and what is in them. */
function lookedAt(listed: readonly ListedModel[], cwd: string): string {
  const byFile = Map.groupBy(listed, ({ file }) => typedPath(cwd, file));
  const files = [...byFile].map(([file, models]) => {
    return `${someOf(models.map(({ model }) => model.name))} in ${file}`;
  });
  return someOf(files, '; ');
}

function someOf(words: readonly string[], between = ', '): string {
  const more = words.length - mostTold;
  return [...words.slice(0, mostTold), ...(more > 0 ? [`${more} more`] : [])].join(between);
}
