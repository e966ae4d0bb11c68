/** What is wrong with a predicate that gives no proper answer. */

import type { ModelPlace } from '../broken-model.ts';
import { BrokenModel } from '../broken-model.ts';
import { thrownWords } from '../import-hint.ts';

/** A predicate threw; `state` is the one that it was asked about, as JSON. */
export function predicateThrew(cause: unknown, place: ModelPlace, state: string): BrokenModel {
  if (cause instanceof BrokenModel) return cause.at(place);
  return new BrokenModel(
    `the predicate threw: ${thrownWords(cause)}. A predicate may meet any state that the system reaches`,
    { ...place, seen: state },
    cause,
  );
}

/** A predicate answered, or read, differently for the same state. */
export function predicateWavers(place: ModelPlace): BrokenModel {
  return new BrokenModel(
    'the predicate answered or read differently for the same state. Likely cause: it keeps something outside, or depends on more than the view. Let it depend on the view alone',
    place,
  );
}
