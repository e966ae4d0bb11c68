/** What to do where an action or a guard that is written for params was named without them. */

import { reasonOf } from '../thrown.ts';

/** An action or a guard, as it was called. */
export interface Called {
  readonly name: string;
  /** What computes its answer, of what there is and of params. */
  readonly computes: unknown;
  readonly params: unknown;
}

/**
 * What was thrown by what was called, in words, and where params were missing that it would have read, what to
 * do about that.
 */
export function calledWords({ name, computes, params }: Called, cause: unknown): string {
  const words = reasonOf(cause);
  const isMissing = params === undefined && typeof computes === 'function' && computes.length >= 2;
  if (!isMissing || !(cause instanceof TypeError) || !words.includes('undefined')) return words;
  return `${words.replace(/\.$/, '')}. Likely cause: it is named without its params. Write { type: '${name}', params: message }, which hands it the event`;
}
