/** What to do where somebody's code changes what it was given to look at. */

/** What V8 says of an object or a list that is frozen. */
const changing =
  /^Cannot (?:(?:add|define) property .*, object is not extensible$|assign to read only property |delete property |redefine property: )/;

/**
 * What to do about an attempt to change what is frozen, as contexts, messages and all that views answer
 * are, for the end of a message; empty where something else was thrown.
 */
export function frozenHint(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  return thrown instanceof TypeError && changing.test(thrown.message)
    ? '. Likely cause: it changes what it was given, which is frozen. Make a copy, as in { ...old, … }, [...list, …] or list.toSorted()'
    : frozenHint(thrown.cause);
}
