/** Whether the spec still makes a trace's run: decided by running it again with the reference. */

import type { Json } from '../json.ts';
import { deadlock } from '../model/property.ts';
import { apply, enabled, initial } from '../reference.ts';
import { actionText } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import type { LoadedModel } from '../system/load.ts';
import { changes } from './difference.ts';
import type { PathChange } from './difference.ts';
import { whyDisabled } from './disabled.ts';
import { failingConjuncts, isShownBy } from './evaluation.ts';
import type { RunEnd } from './evaluation.ts';
import { whyOtherInstance } from './instance.ts';
import { whyNoLasso } from './lasso.ts';
import type { Trace, TracePoint } from './trace.ts';

/** What became of a trace. */
export type Verification =
  /** It is as its actions make it, and the end still violates the property; or going round for ever does. */
  | { readonly kind: 'verified' }
  /**
   * A step that can't happen any more, that leads elsewhere, or of which something else is told; step
   * 0 is the start. What is told of the whole run belongs to the step that it is about.
   */
  | {
      readonly kind: 'misfit';
      readonly step: number;
      readonly action: Action | null;
      readonly why: string;
      /** `before` is what the trace says, `after` the spec. */
      readonly differences: readonly PathChange[];
    }
  /** Every step fits, but the end violates nothing; or it is no trace of this model. */
  | { readonly kind: 'harmless'; readonly why: string };

type Misfit = Extract<Verification, { readonly kind: 'misfit' }>;

/**
 * Runs a trace's actions on the model as it is now, and compares all that the trace says of them:
 * states, what was observed, what fails at the end, the model's groupings and parameters. Not compared
 * are the scope and parameters that only one of the two has (see `sinceThen`), and the answer of a
 * store, which only the store can give. Linear in the length of the trace.
 */
export function verify(loaded: LoadedModel, trace: Trace): Verification {
  const { property } = trace;
  if (property !== deadlock && !Object.hasOwn(loaded.model.properties, property)) {
    return { kind: 'harmless', why: `the model has no property ${property} any more` };
  }
  const other = whyOtherInstance(loaded.model, trace);
  if (other !== null) return { kind: 'harmless', why: other };
  const run = rerun(loaded, trace);
  if (run.kind === 'misfit') return run;
  const why = whyNothingShown(loaded, trace, run);
  if (why === null) return otherFailing(loaded, trace, run.end) ?? { kind: 'verified' };
  return typeof why === 'string' ? { kind: 'harmless', why: `every step fits, but ${why}` } : why;
}

/** A run that was made again, step by step. */
interface Rerun {
  readonly kind: 'run';
  readonly end: RunEnd;
  readonly states: readonly State[];
}

/** Takes a trace's steps for as long as they fit. */
function rerun(loaded: LoadedModel, trace: Trace): Rerun | Misfit {
  const start = initial(loaded);
  const atStart = { step: 0, action: null };
  const misfit =
    otherGroupings(loaded, trace) ?? otherPoint(atStart, [trace.start, start], startWords);
  if (misfit !== null) return misfit;
  let end: RunEnd = { state: start.state, last: null };
  const states = [start.state];
  for (const [index, told] of trace.steps.entries()) {
    const { action } = told;
    const before = end.state;
    const place = { step: index + 1, action };
    const text = actionText(action);
    const known = enabled(loaded, before).find((one) => actionText(one) === text);
    if (known === undefined) {
      const why = whyDisabled(loaded, before, action);
      return { kind: 'misfit', ...place, why, differences: [] };
    }
    const reached = apply(loaded, before, known);
    const found = otherPoint(place, [told, reached], stepWords);
    if (found !== null) return found;
    end = { state: reached.state, last: { before, action: known } };
    states.push(reached.state);
  }
  return { kind: 'run', end, states };
}

type Place = Pick<Misfit, 'step' | 'action'>;

/** How it is said that a state, or what was observed on the way to it, is another one. */
interface Words {
  readonly state: string;
  readonly log: string;
}

const startWords: Words = {
  state: 'the system starts in another state',
  log: 'the hosts observe something else as they boot',
};
const stepWords: Words = {
  state: 'it leads to another state',
  log: 'something else is observed on the way',
};

function otherPoint(
  place: Place,
  [told, reached]: readonly [TracePoint, TracePoint],
  words: Words,
): Misfit | null {
  return (
    misfitOf({ ...place, why: words.state }, told.state, reached.state) ??
    misfitOf({ ...place, why: words.log }, { log: told.log }, { log: reached.log })
  );
}

/** What numbers of groupings in states and actions stand for. */
function otherGroupings({ model }: LoadedModel, { groupings }: Trace): Misfit | null {
  const place = { step: 0, action: null, why: 'the system has other groupings of hosts' };
  return misfitOf(place, { groupings }, { groupings: model.system.partitions });
}

/** What the report on a violation names as failing. */
function otherFailing(
  loaded: LoadedModel,
  { property, failing, steps }: Trace,
  { state }: RunEnd,
): Misfit | null {
  const why = `other conjuncts of ${property} are false at the end`;
  const place = { step: steps.length, action: steps.at(-1)?.action ?? null, why };
  return misfitOf(place, { failing }, { failing: failingConjuncts(loaded, property, state) });
}

function misfitOf(
  place: Omit<Misfit, 'kind' | 'differences'>,
  told: object,
  now: object,
): Misfit | null {
  // What traces hold is JSON; its interfaces merely lack an index signature.
  const differences = changes(told as Json, now as Json);
  return differences.length === 0 ? null : { kind: 'misfit', ...place, differences };
}

/** Why a run whose steps all fit doesn't show that its property is violated; null where it does. */
function whyNothingShown(
  loaded: LoadedModel,
  { property, steps, loop }: Trace,
  { end, states }: Rerun,
): string | Misfit | null {
  if (loop === null) {
    return isShownBy(loaded, property, end) ? null : `the end doesn't violate ${property}`;
  }
  const [first, last] = [states[loop], states.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`there is no state ${loop}`);
  const why = `it doesn't lead back to the state after step ${loop}, as a round must`;
  const place = { step: steps.length, action: steps.at(-1)?.action ?? null, why };
  const actions = steps.map(({ action }) => action);
  return misfitOf(place, first, last) ?? whyNoLasso(loaded, property, { states, actions, loop });
}
