/** Predicates that must answer what they are asked. */

import { BrokenModel } from '../broken-model.ts';

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
      `the predicate answered ${kindOf(answer)}, neither true nor false. Likely cause: a 'return' is missing, or it is 'async'`,
      {},
    );
  };
  // What it asks can be seen from outside: checkpoints tell by that whether a model was changed.
  return Object.assign(ask, { asks: holds });
}

function kindOf(answer: unknown): string {
  if (answer === undefined || answer === null) return String(answer);
  return answer instanceof Promise ? 'a promise' : `a ${typeof answer}`;
}
