/** The project that the command line runs in: its configuration and its model files. */

import { existsSync, globSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';
import { BrokenConfiguration, BrokenModel } from '../broken-model.ts';
import { importFile, modelsIn } from '../check/model-file.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import type { Model } from '../model/model.ts';
import type { Configuration } from './define-config.ts';
import { suggestion } from '../nearest-names.ts';
import { typedPath } from './typed-path.ts';
import { UsageError } from './usage-error.ts';

/** The names that a configuration file may have; the first is the one that messages advise. */
const configNames = ['quorate.config.ts', 'quorate.config.js', 'quorate.config.mjs'] as const;

/** A project: where it is, and what its configuration says; null where it has none. */
export interface Project {
  /** The folder that was begun from. */
  readonly cwd: string;
  readonly root: string;
  readonly configuration: Configuration | null;
}

/** A model and the file that lists it. */
export interface ListedModel {
  /** An absolute path. */
  readonly file: string;
  readonly model: Model;
}

const functionOf = v.custom<never>((value) => typeof value === 'function', 'must be a function');
const part = v.object({
  flags: v.string(),
  description: v.string(),
  default: v.optional(v.union([v.string(), v.boolean()])),
});
const shape = v.strictObject({
  models: v.union([v.string(), v.array(v.string())]),
  start: v.optional(v.array(v.string())),
  replay: v.optional(functionOf),
  commands: v.optional(
    v.array(
      v.object({
        name: v.string(),
        description: v.string(),
        arguments: v.optional(v.array(part)),
        options: v.optional(v.array(part)),
        action: functionOf,
      }),
    ),
  ),
});

/**
 * Finds the configuration, from `cwd` upwards.
 * @throws BrokenModel where there is one that can't be used.
 */
export async function openProject(cwd: string): Promise<Project> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = configNames.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (file !== undefined) {
      return { cwd, root: folder, configuration: await configurationIn(file) };
    }
    if (folder === dirname(folder)) return { cwd, root: resolve(cwd), configuration: null };
  }
}

async function configurationIn(file: string): Promise<Configuration> {
  const exported = await exportedBy(file);
  const checked = v.safeParse(shape, exported);
  if (checked.success) {
    // The schema knows functions only as functions; their types are the author's, by defineConfig.
    return exported as Configuration;
  }
  const known = Object.keys(shape.entries);
  const strange = Object.keys(Object(exported)).find((key) => !known.includes(key));
  if (strange !== undefined) {
    throw new BrokenConfiguration(
      `it has the key '${strange}', which means nothing.${suggestion(strange, known)} The keys are ${known.join(', ')}`,
      file,
    );
  }
  const [issue] = checked.issues;
  const where = v.getDotPath(issue) ?? 'the default export';
  throw new BrokenConfiguration(
    `${where}: ${issue.message}. Write: export default defineConfig({ models: '…' })`,
    file,
  );
}

async function exportedBy(file: string): Promise<unknown> {
  try {
    return (await importFile(file))['default'];
  } catch (cause) {
    if (!(cause instanceof BrokenModel)) throw cause;
    throw new BrokenConfiguration(cause.message, file, cause.cause);
  }
}

/** Who hears of model files that can't be used. */
export type OnBroken = (broken: BrokenSubject) => void;

/** Nobody hears of them: the first is an error. */
export const refused: OnBroken = ({ error }) => {
  throw error;
};

/**
 * Every model of the project, in order of files.
 * @throws UsageError where there is neither a configuration nor a package, or no file matches.
 * @throws BrokenModel where a model file can't be used, or two models have one name, and nobody hears of it.
 */
export async function listedModels(
  project: Project,
  onBroken: OnBroken = refused,
): Promise<readonly ListedModel[]> {
  const patterns = patternsOf(project);
  const files = matching(project, patterns);
  if (files.length === 0) {
    throw new UsageError(`no file matches ${patterns.join(', ')} below ${project.root}`);
  }
  return modelsOf(files, project.cwd, onBroken);
}

/** The project's model files, whose models commands find by their names; looks for them on the disk. */
export function listedFiles(project: Project): readonly string[] {
  if (!isListing(project)) return [];
  return matching(project, patternsOf(project));
}

/** Whether a project lists model files: by its configuration, or as a package. */
export function isListing({ root, configuration }: Project): boolean {
  return configuration !== null || isPackage(root);
}

function patternsOf({ root, configuration }: Project): readonly string[] {
  return configuration === null ? patternsWithin(root) : [configuration.models].flat();
}

function matching({ root }: Project, patterns: readonly string[]): readonly string[] {
  const files = globSync([...patterns], { cwd: root, exclude: ['**/node_modules/**'] });
  return files.toSorted().map((file) => resolve(root, file));
}

function isPackage(root: string): boolean {
  return existsSync(join(root, 'package.json'));
}

/** Without a configuration all model files below a package count, so that its traces verify. */
function patternsWithin(root: string): readonly string[] {
  if (isPackage(root)) return ['**/*.model.{ts,mts,cts,js,mjs,cjs}'];
  throw new UsageError(
    `there is no ${configNames[0]} here or in a folder above, and no package.json here. Write one, or name a model file (quorate check path/to/some.model.ts)`,
  );
}

/**
 * The models of some files; messages name others as they would be typed in `cwd`.
 * @throws BrokenModel where a file can't be used, or two models have one name, and nobody hears of it.
 */
export async function modelsOf(
  files: readonly string[],
  cwd: string,
  onBroken: OnBroken = refused,
): Promise<readonly ListedModel[]> {
  const listed: ListedModel[] = [];
  const owners = new Map<string, string>();
  for (const file of distinctFiles(files)) {
    try {
      const models = await modelsIn(file);
      for (const { name } of models) own(owners, name, { file, cwd });
      listed.push(...models.map((model) => ({ file, model })));
    } catch (cause) {
      if (!(cause instanceof BrokenModel)) throw cause;
      onBroken({ file, model: null, error: cause });
    }
  }
  return listed;
}

/** A file that is named twice, be it by another spelling or a link, is one file: as it was named first. */
function distinctFiles(files: readonly string[]): readonly string[] {
  const known = new Map<string, string>();
  for (const file of files) {
    const path = realPath(file);
    if (!known.has(path)) known.set(path, file);
  }
  return [...known.values()];
}

function realPath(file: string): string {
  return existsSync(file) ? realpathSync.native(file) : file;
}

function own(
  owners: Map<string, string>,
  name: string,
  { file, cwd }: { readonly file: string; readonly cwd: string },
): void {
  const owner = owners.get(name);
  if (owner !== undefined) {
    throw new BrokenModel(
      `two models are called '${name}'${owner === file ? '' : `, one of them in ${typedPath(cwd, owner)}`}: a name is how everything else refers to a model`,
      { file, model: name },
    );
  }
  owners.set(name, file);
}
