/**
 * The second evaluator of liveness, over plain states: whether a run that goes round for ever violates
 * a property, and is one that the model's fairness allows. It shares nothing with the engine that
 * found the run.
 */

import { match } from 'ts-pattern';
import { isLiveness } from '../model/property-kinds.ts';
import type { LivenessProperty, Predicate } from '../model/property.types.ts';
import { ownField } from '../own-field.ts';
import { enabled } from '../reference.ts';
import { isFault } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import { viewOf } from '../state/view-of.ts';
import type { LoadedModel } from '../system/load.ts';
import { guarded, isQuiet } from './evaluation.ts';
import { instanceWords, isCovered, isSameInstance } from './fair-instances.ts';

/** A run that goes round for ever. */
export interface EndlessRun {
  /** All states up to where the first round ends; its last state is the one at `loop` again. */
  readonly states: readonly State[];
  /** What leads from each state to the next. */
  readonly actions: readonly Action[];
  /** The number of the state at which a round begins. */
  readonly loop: number;
}

/**
 * Why a run that goes round for ever doesn't show that a property is violated; null where it does.
 * @throws BrokenModel where a predicate throws.
 */
export function whyNoLasso(loaded: LoadedModel, property: string, run: EndlessRun): string | null {
  return whyHarmless(loaded, property, run) ?? whyUnfair(loaded, run);
}

/** Why a run violates nothing, whether it is fair or not; null where it does. */
export function whyHarmless(loaded: LoadedModel, property: string, run: EndlessRun): string | null {
  const declared = ownField(loaded.model.properties, property);
  if (declared === undefined || !isLiveness(declared)) {
    return `a run that goes round for ever shows nothing of ${property}`;
  }
  const isViolated = guarded(loaded, property, () => violates(loaded, declared, run));
  return isViolated ? null : `the run, going round for ever, doesn't violate ${property}`;
}

function violates(
  loaded: LoadedModel,
  property: LivenessProperty,
  { states, loop }: EndlessRun,
): boolean {
  const round = states.slice(loop);
  const holdsIn =
    (holds: Predicate) =>
    (state: State): boolean =>
      holds(viewOf(loaded, state));
  return match(property)
    .with({ kind: 'eventually' }, ({ holds }) => !states.some(holdsIn(holds)))
    .with({ kind: 'terminates' }, () => {
      const isDone = holdsIn(loaded.model.done);
      return !states.some((state) => isQuiet(loaded, state) && isDone(state));
    })
    .with({ kind: 'leadsTo' }, ({ from, to }) => {
      const isAnswered = holdsIn(to);
      const last = states.findLastIndex(isAnswered);
      // An answer in the round comes again and again.
      return last < loop && states.slice(last + 1).some(holdsIn(from));
    })
    .with({ kind: 'alwaysEventually' }, ({ holds }) => !round.some(holdsIn(holds)))
    .with({ kind: 'eventuallyAlways' }, ({ holds }) => !round.every(holdsIn(holds)))
    .exhaustive();
}

/** Why a run is none that the model's fairness allows; null where it is. */
function whyUnfair(loaded: LoadedModel, { states, actions, loop }: EndlessRun): string | null {
  const { model } = loaded;
  const open = possibleInRound(loaded, { states, loop });
  const taken = actions.slice(loop);
  for (const { strength, actions: covered } of model.fairness) {
    for (const action of open.flat().filter((one) => isCovered(covered, one))) {
      const isSame = (other: Action): boolean => isSameInstance(action, other);
      if (taken.some(isSame)) continue;
      const isOwed =
        strength === 'strong' || open.every((possible) => possible.some((one) => isSame(one)));
      if (!isOwed) continue;
      const words = instanceWords(action);
      const when = strength === 'strong' ? 'again and again' : 'all the time';
      return `the run isn't fair: ${words} is possible ${when}, and never happens`;
    }
  }
  return null;
}

/** What may happen at each state of the round, faults left out. */
export function possibleInRound(
  loaded: LoadedModel,
  { states, loop }: Pick<EndlessRun, 'states' | 'loop'>,
): readonly (readonly Action[])[] {
  const { faultInputs } = loaded.system;
  // Its last state is its first again; a run that stays where it is has only the one.
  return states
    .slice(loop, Math.max(states.length - 1, loop + 1))
    .map((state) => enabled(loaded, state).filter((action) => !isFault(action, faultInputs)));
}
