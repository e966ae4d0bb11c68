/** Which models a command line means, and with which parameters. */

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isModelFile } from '../check/model-file.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import { narrowed } from '../check/subject.ts';
import type { Selected } from '../check/suite.ts';
import { deadlock } from '../model/property.ts';
import type { Model } from '../model/model.ts';
import { modelsNamed } from './model-names.ts';
import { fileSuggestion, otherFileHint } from './model-paths.ts';
import type { Whereabouts } from './model-paths.ts';
import { suggestion } from '../nearest-names.ts';
import { ownField } from '../own-field.ts';
import { isListing, listedModels, modelsOf, refused } from './project.ts';
import type { ListedModel, OnBroken, Project } from './project.ts';
import { UsageError } from './usage-error.ts';

/** What narrows a selection. */
export interface Narrowing {
  /** `name=value`, as they were written. */
  readonly parameters: readonly string[];
  /** Names of properties; empty for all. */
  readonly properties: readonly string[];
}

/** How a selection is made. */
export interface Selecting {
  readonly cwd: string;
  readonly narrowing: Narrowing;
  /** Hears of model files that can't be used and may hold what is meant; default: the first is thrown. */
  readonly onBroken?: OnBroken;
}

/**
 * The models that a command line means by names, each an exact one or all below `name/`, and by model
 * files. Names choose among the models of the files, and without a file among those of the project; no
 * name means all of them.
 * @throws UsageError where a name, a parameter or a property means nothing.
 * @throws BrokenModel where a model file can't be used.
 */
export async function selection(
  project: Project,
  written: readonly string[],
  { cwd, narrowing, onBroken = refused }: Selecting,
): Promise<readonly Selected[]> {
  const around = whereaboutsOf(project, cwd);
  const files = written.filter(isModelFile).map((file) => existingFile(file, around));
  const names = written.filter((name) => !isModelFile(name));
  const broken: BrokenSubject[] = [];
  const heard: OnBroken = (one) => broken.push(one);
  const listed =
    files.length > 0
      ? await modelsOf(files, cwd, heard)
      : await listedFor(project, names, { around, onBroken: heard });
  const known = new Set(listed.map(({ model }) => model.name));
  // A name is that of one model, but any file may hold more that stand below it.
  const isExact = names.length > 0 && names.every((name) => known.has(name));
  if (files.length > 0 || !isExact) broken.forEach(onBroken);
  const lookup = { listed, broken, files, around };
  const found = names.length === 0 ? listed : names.flatMap((name) => modelsNamed(name, lookup));
  const changed = found.map((one) => memberWith(one, narrowing.parameters));
  if (changed.length === 0 && broken.length > 0) return [];
  if (changed.length === 0) {
    throw new UsageError(
      `${written.length === 0 ? 'the project' : written.join(', ')} lists no model`,
    );
  }
  return withProperties(distinct(changed), narrowing.properties);
}

/** Where the model files are that somebody in a folder may have meant. */
export function whereaboutsOf(project: Project, cwd: string): Whereabouts {
  return { root: project.root, isProject: isListing(project), cwd };
}

/**
 * A model file that a command line names, as an absolute path.
 * @throws UsageError where there is none.
 */
export function existingFile(written: string, around: Whereabouts): string {
  const file = resolve(around.cwd, written);
  if (existsSync(file)) {
    if (!statSync(file).isDirectory()) return file;
    throw new UsageError(`${written} is a folder, and no model file`);
  }
  const meant = fileSuggestion(written, around);
  throw new UsageError(`there is no model file ${written}${meant === '' ? '' : `.${meant}`}`);
}

/** What the project lists; where it can't, the files are told that its missing names may mean. */
async function listedFor(
  project: Project,
  names: readonly string[],
  { around, onBroken }: { readonly around: Whereabouts; readonly onBroken: OnBroken },
): Promise<readonly ListedModel[]> {
  try {
    return await listedModels(project, onBroken);
  } catch (cause) {
    const [name] = names;
    if (!(cause instanceof UsageError) || name === undefined) throw cause;
    const meant = otherFileHint(name, around.cwd) || fileSuggestion(name, around);
    throw meant === '' ? cause : new UsageError(`${cause.message}.${meant}`);
  }
}

function memberWith({ file, model }: ListedModel, written: readonly string[]): Selected {
  const changed = Object.fromEntries(written.map((one) => parameter(model, one)));
  const isChanged = written.length > 0 && model.reparameterise !== null;
  const meant = isChanged ? model.reparameterise(changed) : model;
  const subject = { file, listed: model.name, name: meant.name, changed, only: null, mutant: null };
  return { subject, model: meant };
}

function parameter(
  { name: model, parameters, reparameterise }: Model,
  written: string,
): [string, string | number] {
  const [name = '', ...rest] = written.split('=');
  const value = rest.join('=');
  if (name === '' || rest.length === 0) {
    throw new UsageError(`--param ${written}: write a name and a value, as in --param n=5`);
  }
  const present: string | number | undefined = ownField(parameters, name);
  if (present === undefined || reparameterise === null) {
    const known = Object.keys(parameters);
    throw new UsageError(
      known.length === 0
        ? `--param ${written}: the model '${model}' has no parameters`
        : `--param ${written}: the model '${model}' has no parameter '${name}', only ${known.join(', ')}`,
    );
  }
  if (typeof present === 'string') return [name, value];
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number)) return [name, number];
  throw new UsageError(
    `--param ${written}: '${name}' of the model '${model}' is a number (now ${present}), not '${value}'`,
  );
}

/** Other parameters can make the same model of two. */
function distinct(selected: readonly Selected[]): readonly Selected[] {
  return [...new Map(selected.map((one) => [one.model.name, one])).values()];
}

function withProperties(
  selected: readonly Selected[],
  only: readonly string[],
): readonly Selected[] {
  if (only.length === 0) return selected;
  for (const property of only) {
    const all = selected.flatMap(({ model }) => [...Object.keys(model.properties), deadlock]);
    if (all.includes(property)) continue;
    const known = [...new Set(all)];
    throw new UsageError(
      `no selected model has a property '${property}'.${suggestion(property, known)} They have: ${known.join(', ')}`,
    );
  }
  return selected
    .filter(({ model }) =>
      only.some((one) => one === deadlock || Object.hasOwn(model.properties, one)),
    )
    .map(({ subject, model }) => ({
      model: narrowed(model, only),
      subject: { ...subject, only },
    }));
}
