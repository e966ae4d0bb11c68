/**
 * The second evaluator of properties, over plain states: it judges the end of a trace without the
 * engine that found it.
 */

import { match } from 'ts-pattern';
import { BrokenModel } from '../broken-model.ts';
import { thrownWords } from '../import-hint.ts';
import { asJson, canonical } from '../json.ts';
import { isLiveness } from '../model/property-kinds.ts';
import { deadlock } from '../model/property.ts';
import type { Predicate } from '../model/property.types.ts';
import { ownField } from '../own-field.ts';
import { enabled } from '../reference.ts';
import { isViolated } from '../reference/watching.ts';
import { isFault } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import { declaredPredicate } from '../state/declared-view.ts';
import type { State } from '../state/state.ts';
import type { View } from '../state/view.ts';
import { viewOf } from '../state/view-of.ts';
import type { LoadedModel } from '../system/load.ts';

/** The end of a run: its last state, and the step that led there; null for a run without steps. */
export interface RunEnd {
  readonly state: State;
  readonly last: { readonly before: State; readonly action: Action } | null;
}

/**
 * Whether a run's end violates a property (for `sometimes`: whether it witnesses it). Liveness is
 * violated by no end, see `whyNoLasso`.
 * @throws BrokenModel where the model has no such property, or its predicate throws.
 */
export function isShownBy(loaded: LoadedModel, property: string, end: RunEnd): boolean {
  try {
    return guarded(loaded, property, () => evaluated(loaded, property, end));
  } catch (cause) {
    if (!(cause instanceof BrokenModel)) throw cause;
    throw cause.at({ seen: canonical(asJson(end.state)) });
  }
}

/**
 * Evaluates predicates of a property.
 * @throws BrokenModel where one throws.
 */
export function guarded<Answer>(
  { model: { name: model } }: LoadedModel,
  property: string,
  evaluate: () => Answer,
): Answer {
  try {
    return evaluate();
  } catch (cause) {
    if (cause instanceof BrokenModel) throw cause.at({ model, property });
    const reason = thrownWords(cause);
    throw new BrokenModel(
      `the predicate threw: ${reason}. A predicate may meet any state that the system reaches`,
      { model, property },
      cause,
    );
  }
}

function evaluated(loaded: LoadedModel, property: string, { state, last }: RunEnd): boolean {
  const view = viewOf(loaded, state);
  if (property === deadlock) return isQuiet(loaded, state) && !loaded.model.done(view);
  const declared = ownField(loaded.model.properties, property);
  if (declared === undefined) throw new BrokenModel('the model has no such property', {});
  return match(declared)
    .with({ kind: 'always' }, (asked) => !declaredPredicate(loaded, asked)(view))
    .with({ kind: 'never' }, { kind: 'sometimes' }, (asked) =>
      declaredPredicate(loaded, asked)(view),
    )
    .with({ kind: 'whenQuiet' }, ({ holds }) => isQuiet(loaded, state) && !holds(view))
    .with(
      { kind: 'everyStep' },
      ({ holds }) => last !== null && !holds(viewOf(loaded, last.before), last.action, view),
    )
    .with({ kind: 'monitored' }, () => hasSeenViolation(loaded, property, state))
    .when(isLiveness, () => false)
    .exhaustive();
}

/** The conjuncts of a property that are false in a state; none where it has no conjuncts. */
export function failingConjuncts(
  loaded: LoadedModel,
  property: string,
  state: State,
): readonly string[] {
  const declared = ownField(loaded.model.properties, property);
  if (declared?.kind !== 'always') return [];
  const view = viewOf(loaded, state);
  return Object.entries(declared.conjuncts ?? {})
    .filter(([, holds]) => isFalse(holds, view))
    .map(([name]) => name);
}

/** What may rely on the conjuncts before it throws where these are false, and then says nothing. */
function isFalse(holds: Predicate, view: View): boolean {
  try {
    return !holds(view);
  } catch {
    return false;
  }
}

/** Whether nothing but faults is enabled. */
export function isQuiet(loaded: LoadedModel, state: State): boolean {
  const { faultInputs } = loaded.system;
  return enabled(loaded, state).every((action) => isFault(action, faultInputs));
}

function hasSeenViolation(loaded: LoadedModel, property: string, state: State): boolean {
  const chart = loaded.monitors.find((one) => one.property === property)?.chart;
  const local = ownField(state.monitors, property);
  return chart !== undefined && local !== undefined && isViolated(chart, local);
}
