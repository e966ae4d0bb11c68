/** The models of the spec that describe a store. */

import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelsIn } from '../../checker/check/model-file.ts';
import { modelOf } from '../../checker/check/subject.ts';
import type { Model } from '../../checker/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** All of them, of all files. */
export const storeModels: readonly Model[] = (await allModels()).filter(
  ({ store }) => store !== null,
);

/** The one of that name. */
export function storeModel(name: string): Model {
  const found = storeModels.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no model with a store is called ${name}`);
  return found;
}

/** A model with one of its own mutants at work; the store that it describes stays as it is. */
export function mutantOf(model: Model, mutant: string): Model {
  const { name } = model;
  return modelOf({ file: '', listed: name, name, changed: {}, only: null, mutant }, [model]);
}

async function allModels(): Promise<readonly Model[]> {
  const files = globSync('spec/**/*.model.ts', { cwd: root }).toSorted();
  return (await Promise.all(files.map((file) => modelsIn(join(root, file))))).flat();
}
