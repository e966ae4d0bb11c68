/** Predicates that must answer what they are asked. */

import { BrokenModel } from '../broken-model.ts';
import { described } from '../definition/values.ts';

/**
 * The same predicate, but what is neither true nor false is no answer: it would be taken for one of them.
 * Model files are run without their types, which would have told.
 */
export function answering<Asked extends readonly unknown[]>(
  holds: (...asked: Asked) => boolean,
): (...asked: Asked) => boolean {
  const ask = (...asked: Asked): boolean => {
    const answer: unknown = holds(...asked);
    if (typeof answer === 'boolean') return answer;
    throw new BrokenModel(
      `the predicate answered ${kindOf(answer)}, neither true nor false. ${hintOf(answer)}`,
      {},
    );
  };
  // What it asks can be seen from outside: checkpoints tell by that whether a model was changed.
  return Object.assign(ask, { asks: holds });
}

function kindOf(answer: unknown): string {
  return answer instanceof Promise ? 'a promise' : described(answer);
}

function hintOf(answer: unknown): string {
  if (answer instanceof Promise) return "Likely cause: it is 'async', and must not be";
  if (answer === undefined) return "Likely cause: a 'return' is missing";
  if (Array.isArray(answer)) return 'Ask how long the list is, or for some(…) or every(…) of it';
  return "Compare it with something, as in '=== 0' or '!== null'";
}
