/** Why a run that goes round for ever is fair: what may happen in its round and never does. */

import type { Action } from '../state/action.ts';
import type { LoadedModel } from '../system/load.ts';
import { instanceWords, isCovered, isSameInstance } from './fair-instances.ts';
import { possibleInRound } from './lasso.ts';
import type { Trace } from './trace.ts';

/** A line for each instance that is put off for ever, and why the model's fairness allows it. */
export function putOff(loaded: LoadedModel, { start, steps, loop }: Trace): readonly string[] {
  if (loop === null) return [];
  const states = [start, ...steps].map(({ state }) => state);
  const possible = possibleInRound(loaded, { states, loop });
  const taken = steps.slice(loop).map(({ action }) => action);
  const instances: Action[] = [];
  for (const action of possible.flat()) {
    const isKnown = (other: Action): boolean => isSameInstance(action, other);
    if (!taken.some(isKnown) && !instances.some(isKnown)) instances.push(action);
  }
  return instances.map((action) => {
    const isFair = loaded.model.fairness.some(({ actions }) => isCovered(actions, action));
    const missing = possible.flatMap((some, at) =>
      some.some((one) => isSameInstance(one, action)) ? [] : [loop + at],
    );
    const why = isFair
      ? `weakly fair, but not possible after step ${missing.join(', ')}`
      : 'not said to be fair';
    return `${instanceWords(action)}: ${why}`;
  });
}
