/** Which model file somebody may have meant by what is no model's name. */

import { existsSync, globSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isModelFile } from '../check/model-file.ts';
import { nearestNames } from '../nearest-names.ts';
import { typedPath } from './typed-path.ts';

/** Where model files are looked for. */
export interface Whereabouts {
  /** The folder that the project begins in. */
  readonly root: string;
  /** Whether all that is below that folder is the project's. */
  readonly isProject: boolean;
  /** The folder that paths are typed in. */
  readonly cwd: string;
}

/** What the names of model files end in. */
const ending = '.model.{ts,mts,cts,js,mjs,cjs}';
/** What comes with this program to copy from, as source or as it is published. */
const examples = fileURLToPath(new URL('../examples/', import.meta.url));

/**
 * A sentence about the path by which to name what was meant, for the end of a message; empty where no
 * file is near. Looks for files on the disk.
 */
export function pathHint(wanted: string, whereabouts: Whereabouts): string {
  const { cwd } = whereabouts;
  const other = otherFileHint(wanted, cwd);
  if (other !== '') return other;
  const file = nearestFile(wanted, whereabouts);
  return file === null ? exampleHint(wanted, cwd) : ` A model file is named by its path: ${file}.`;
}

/** The same of what is a file or a folder of another kind; empty where it is none that could be meant. */
export function otherFileHint(wanted: string, cwd: string): string {
  const path = resolve(cwd, wanted);
  if (!existsSync(path)) return '';
  if (!statSync(path).isDirectory()) {
    return ` ${wanted} is a file, but the name of a model file ends in .model.ts, .model.js, .model.mts or the like.`;
  }
  if (globSync(`*${ending}`, { cwd: path }).length === 0) return '';
  return ` ${wanted} is a folder: name the model files in it by their paths, as in ${join(wanted, '*.model.ts')}.`;
}

/** The same for the end of a message about a path, or where nothing but paths will do. */
export function fileSuggestion(wanted: string, whereabouts: Whereabouts): string {
  const file = nearestFile(wanted, whereabouts);
  return file === null ? exampleHint(wanted, whereabouts.cwd) : ` Did you mean ${file}?`;
}

/** The model file that a name comes nearest to, as it would be typed; null where none is near. */
export function nearestFile(wanted: string, whereabouts: Whereabouts): string | null {
  const files = [...filesAround(whereabouts), ...(areLoadable ? shippedExamples() : [])];
  return nearestOf(files, wanted, whereabouts.cwd);
}

/** Node reads no TypeScript below node_modules: examples that are published are there to be copied. */
const areLoadable = !examples.split(sep).includes('node_modules');

function exampleHint(wanted: string, cwd: string): string {
  const file = nearestOf(shippedExamples(), wanted, cwd);
  if (file === null) return '';
  return ` To use the example of the nearest name, copy ${file} and name the copy by its path.`;
}

function nearestOf(files: readonly string[], wanted: string, cwd: string): string | null {
  const stems = files.map(stemOf);
  const wantedStem = stemOf(fileIn(wanted, cwd));
  const [stem] = stems.includes(wantedStem) ? [wantedStem] : nearestNames(wantedStem, stems);
  const file = stem === undefined ? undefined : files[stems.indexOf(stem)];
  return file === undefined ? null : typedPath(cwd, file);
}

/** A path ends with what the file is called; the name of a model begins with that, mostly. */
function fileIn(wanted: string, cwd: string): string {
  const isPath = isModelFile(wanted) || existsSync(resolve(cwd, dirname(wanted)));
  const parts = wanted.split(/[\\/]/);
  return (isPath ? parts.at(-1) : parts[0]) ?? '';
}

function stemOf(file: string): string {
  return basename(file).replace(/(\.model)?(\.[mc]?[jt]s)?$/, '');
}

/** What is installed, and what is built from sources that a hint had better name. */
const notMeant = ['**/node_modules/**', '**/dist/**'];

/** Model files as absolute paths, in order. */
function filesAround({ root, isProject, cwd }: Whereabouts): readonly string[] {
  // Where there is no project the folder may be anybody's home: that is not searched through.
  const [from, pattern] = isProject ? [root, `**/*${ending}`] : [cwd, `{*,*/*}${ending}`];
  const found = globSync(pattern, { cwd: from, exclude: notMeant });
  return found.toSorted().map((file) => resolve(from, file));
}

function shippedExamples(): readonly string[] {
  const found = globSync(`*${ending}`, { cwd: examples });
  return found.toSorted().map((file) => resolve(examples, file));
}
