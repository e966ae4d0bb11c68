/** Whether a trace is of a model as it is now: made with the same parameters, and within the same bounds. */

import type { Model } from '../model/model.ts';
import { ownField } from '../own-field.ts';
import { boundsOf, fairBoundsOf } from './bounds.ts';
import type { Trace } from './trace.ts';

/** What of a trace says which instance of a model it was made of. */
export type Instance = Pick<Trace, 'parameters' | 'scope' | 'loop'>;

/** Why a trace is of another member of the model's family; null where it isn't. */
export function whyOtherInstance(
  { parameters }: Model,
  trace: Pick<Instance, 'parameters'>,
): string | null {
  for (const [name, then] of Object.entries(trace.parameters)) {
    const now = ownField(parameters, name);
    if (now === undefined || now === then) continue;
    return `it was made of another instance: its parameter '${name}' is ${then}, and that of the model is ${now} (another file that lists the instance may be named with --model)`;
  }
  return null;
}

/** In words, how the parameters that there are, or the bounds, differ from then; null where they don't. */
export function sinceThen(model: Model, trace: Instance): string | null {
  const names = (of: Instance['parameters']): readonly string[] => Object.keys(of);
  const added = names(model.parameters).filter((name) => !Object.hasOwn(trace.parameters, name));
  const gone = names(trace.parameters).filter((name) => !Object.hasOwn(model.parameters, name));
  const scope = scopeOf(model, trace);
  const changes = [
    ...(added.length === 0 ? [] : [`it has the parameters ${added.join(', ')} now`]),
    ...(gone.length === 0 ? [] : [`it has no parameters ${gone.join(', ')} any more`]),
    ...(scope === trace.scope ? [] : [`its scope was "${trace.scope}" and is "${scope}"`]),
  ];
  if (changes.length === 0) return null;
  return `the model was changed since the trace was made, or the trace was edited: ${changes.join('; ')}`;
}

/** The bounds that a trace of the model would be made within. */
export function scopeOf(model: Model, { loop }: Pick<Trace, 'loop'>): string {
  return loop === null ? boundsOf(model) : fairBoundsOf(model);
}
