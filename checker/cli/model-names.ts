/** The models that are meant by their names. */

import { typedPath } from './typed-path.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import { suggestion } from '../nearest-names.ts';
import { pathHint } from './model-paths.ts';
import type { Whereabouts } from './model-paths.ts';
import type { ListedModel } from './project.ts';
import { UsageError } from './usage-error.ts';

/** Where names are looked up. */
export interface Lookup {
  readonly listed: readonly ListedModel[];
  /** Model files beside these that can't be read, so that any name may be one in them. */
  readonly broken: readonly BrokenSubject[];
  /** The files that the command line names, as absolute paths; none stands for those of the project. */
  readonly files: readonly string[];
  readonly around: Whereabouts;
}

/** How many names a message lists. */
const mostTold = 4;
const byPath = ' A model file is named by its path (quorate check path/to/some.model.ts).';

/**
 * The models that a name means: the one of that name, or all below it.
 * @throws UsageError where there are none.
 */
export function modelsNamed(name: string, lookup: Lookup): readonly ListedModel[] {
  const { listed, broken } = lookup;
  const folder = name.endsWith('/') ? name : `${name}/`;
  const exact = listed.filter(({ model }) => model.name === name);
  if (exact.length > 0) return exact;
  const below = listed.filter(({ model }) => model.name.startsWith(folder));
  if (below.length > 0 || broken.length > 0) return below;
  throw new UsageError(whyNone(name, lookup));
}

function whyNone(name: string, { listed, files, around }: Lookup): string {
  const names = listed.map(({ model }) => model.name);
  const folders = names.flatMap((one) => prefixesOf(one));
  const near = suggestion(name, [...new Set([...names, ...folders])]);
  if (files.length > 0) {
    const typed = files.map((file) => typedPath(around.cwd, file)).join(', ');
    const told = names.length > mostTold ? [...names.slice(0, mostTold), '…'] : names;
    const all = near === '' ? ` They are called ${told.join(', ')}.` : near;
    return `no model of ${typed} is called '${name}', and none stands below it.${all} Beside a file, names choose among its models`;
  }
  const hint = near === '' ? pathHint(name, around) : '';
  return `no model is called '${name}', and none stands below it.${near} quorate list names them all.${hint || byPath}`;
}

function prefixesOf(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
