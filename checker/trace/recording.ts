/** Makes a trace out of bare actions by running them with the reference semantics. */

import { apply, enabled, initial } from '../reference.ts';
import { actionText } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { LoadedModel } from '../system/load.ts';
import { failingConjuncts } from './evaluation.ts';
import { scopeOf } from './instance.ts';
import type { Trace, TracePoint, TraceStep } from './trace.ts';

/**
 * The trace of a run that violates a property; `loop` as in `Trace`.
 * @throws Error where an action isn't enabled: the engine and the reference disagree, which is a bug.
 */
export function recorded(
  loaded: LoadedModel,
  property: string,
  run: readonly Action[],
  loop: number | null = null,
): Trace {
  const { name, parameters, system } = loaded.model;
  const start = initial(loaded);
  const steps: TraceStep[] = [];
  let at: TracePoint = start;
  for (const action of run) {
    const reached = follow(loaded, at, action, steps.length + 1);
    steps.push(reached);
    at = reached;
  }
  return {
    model: name,
    parameters,
    scope: scopeOf(loaded.model, { loop }),
    property,
    failing: failingConjuncts(loaded, property, at.state),
    replay: null,
    groupings: system.partitions,
    start: { state: start.state, log: start.log },
    steps,
    loop,
  };
}

function follow(loaded: LoadedModel, at: TracePoint, action: Action, step: number): TraceStep {
  const text = actionText(action);
  const known = enabled(loaded, at.state).find((one) => actionText(one) === text);
  if (known === undefined) {
    throw new Error(
      `the engine's run of '${loaded.model.name}' takes an action at step ${step} that the reference semantics doesn't enable: ${text}`,
    );
  }
  const { state, log } = apply(loaded, at.state, known);
  return { action: known, state, log };
}
