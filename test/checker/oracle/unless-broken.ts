/** Random models may be broken, and that is an answer too. */

import { BrokenModel } from '../../../checker/broken-model.ts';

/** What is answered of a model; null where the model can't be checked. */
export function unlessBroken<Answer>(ask: () => Answer): Answer | null {
  try {
    return ask();
  } catch (cause) {
    if (cause instanceof BrokenModel) return null;
    throw cause;
  }
}
