/** Whether the spec still makes a trace's run: decided by running it again with the reference. */

import type { Json } from '../json.ts';
import { deadlock } from '../model/property.ts';
import { apply, enabled, initial } from '../reference.ts';
import { actionText } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import type { LoadedModel } from '../system/load.ts';
import { changes } from './difference.ts';
import type { Change } from './difference.ts';
import { whyDisabled } from './disabled.ts';
import { isShownBy } from './evaluation.ts';
import type { RunEnd } from './evaluation.ts';
import { whyOtherInstance } from './instance.ts';
import { whyNoLasso } from './lasso.ts';
import type { EndlessRun } from './lasso.ts';
import type { Trace } from './trace.ts';

/** What became of a trace. */
export type Verification =
  /** Every step fits, and the end still violates the property; or going round for ever does. */
  | { readonly kind: 'verified' }
  /** A step that can't happen any more, or that leads elsewhere; step 0 is the start. */
  | {
      readonly kind: 'misfit';
      readonly step: number;
      readonly action: Action | null;
      readonly why: string;
      /** `before` is the trace's state, `after` the spec's. */
      readonly differences: readonly Change[];
    }
  /** Every step fits, but the end violates nothing; or it is no trace of this model. */
  | { readonly kind: 'harmless'; readonly why: string };

/** Runs a trace's actions on the model as it is now. Linear in the length of the trace. */
export function verify(loaded: LoadedModel, trace: Trace): Verification {
  const { property } = trace;
  if (property !== deadlock && !(property in loaded.model.properties)) {
    return { kind: 'harmless', why: `the model has no property ${property} any more` };
  }
  const other = whyOtherInstance(loaded.model, trace);
  if (other !== null) return { kind: 'harmless', why: other };
  const start = initial(loaded).state;
  const atStart = differences(trace.start.state, start);
  if (atStart.length > 0) {
    const why = 'the system starts in another state';
    return { kind: 'misfit', step: 0, action: null, why, differences: atStart };
  }
  let end: RunEnd = { state: start, last: null };
  const states = [start];
  for (const [index, { action, state: expected }] of trace.steps.entries()) {
    const before = end.state;
    const step = index + 1;
    const text = actionText(action);
    const known = enabled(loaded, before).find((one) => actionText(one) === text);
    if (known === undefined) {
      const why = whyDisabled(loaded, before, action);
      return { kind: 'misfit', step, action, why, differences: [] };
    }
    const { state } = apply(loaded, before, known);
    const found = differences(expected, state);
    if (found.length > 0) {
      const why = 'it leads to another state';
      return { kind: 'misfit', step, action, why, differences: found };
    }
    end = { state, last: { before, action: known } };
    states.push(state);
  }
  if (trace.loop !== null) return lassoVerified(loaded, trace, { states, loop: trace.loop });
  if (isShownBy(loaded, property, end)) return { kind: 'verified' };
  return { kind: 'harmless', why: `every step fits, but the end doesn't violate ${property}` };
}

function lassoVerified(
  loaded: LoadedModel,
  { property, steps }: Trace,
  { states, loop }: Pick<EndlessRun, 'states' | 'loop'>,
): Verification {
  const [first, last] = [states[loop], states.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`there is no state ${loop}`);
  const found = differences(first, last);
  if (found.length > 0) {
    const why = `it doesn't lead back to the state after step ${loop}, as a round must`;
    const { action = null } = steps.at(-1) ?? {};
    return { kind: 'misfit', step: steps.length, action, why, differences: found };
  }
  const actions = steps.map(({ action }) => action);
  const why = whyNoLasso(loaded, property, { states, actions, loop });
  return why === null
    ? { kind: 'verified' }
    : { kind: 'harmless', why: `every step fits, but ${why}` };
}

function differences(trace: State, spec: State): readonly Change[] {
  // States are JSON; their interfaces merely lack an index signature.
  return changes(trace as unknown as Json, spec as unknown as Json);
}
