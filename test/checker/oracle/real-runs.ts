/** Runs that an explorer answers, made once more by the reference. */

import { expect } from 'vitest';
import { apply, enabled, initial } from '../../../checker/reference.ts';
import type { Action } from '../../../checker/state/action.ts';
import { actionText } from '../../../checker/state/action.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';
import { isShownBy } from '../../../checker/trace/evaluation.ts';
import type { RunEnd } from '../../../checker/trace/evaluation.ts';

/** The ends of a run after 0, 1, … actions; fails where the reference doesn't make it. */
export function endsOf(loaded: LoadedModel, run: readonly Action[]): readonly RunEnd[] {
  let end: RunEnd = { state: initial(loaded).state, last: null };
  const ends = [end];
  for (const action of run) {
    const before = end.state;
    expect(enabled(loaded, before).map(actionText)).toContain(actionText(action));
    end = { state: apply(loaded, before, action).state, last: { before, action } };
    ends.push(end);
  }
  return ends;
}

/** Fails unless the reference makes a run, and the run shows a property at its end. */
export function expectShown(loaded: LoadedModel, property: string, run: readonly Action[]): void {
  const [end] = endsOf(loaded, run).slice(-1);
  expect(end !== undefined && isShownBy(loaded, property, end)).toBe(true);
}
