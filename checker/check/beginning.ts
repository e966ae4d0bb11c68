/** What a model begins with, compared between two loads of its file: they may not be the same. */

import { BrokenModel } from '../broken-model.ts';
import { asJson, canonical } from '../json.ts';
import type { Json } from '../json.ts';
import { initial } from '../reference.ts';
import type { LoadedModel } from '../system/load.ts';
import { changes } from '../trace/difference.ts';

/** The initial state of a model, as data that can cross from one thread to another. */
export function beginningOf(loaded: LoadedModel): Json {
  return asJson(initial(loaded).state);
}

/**
 * Refuses a model that began otherwise where it was explored.
 * @throws BrokenModel saying in what.
 */
export function refuseOtherBeginning(loaded: LoadedModel, there: Json): void {
  const [first] = changes(beginningOf(loaded), there);
  if (first === undefined) return;
  const { path, before, after } = first;
  throw new BrokenModel(
    `the model isn't the same each time that its file is loaded: in the initial state ${path} is ${shown(before)} one time and ${shown(after)} another. Likely cause: the file was edited meanwhile (then check again), or Date.now() or Math.random() is called at the top of it, or of one that it imports (write a constant instead)`,
    { model: loaded.model.name },
  );
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : canonical(value);
}
