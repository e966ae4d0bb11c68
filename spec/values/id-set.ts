/**
 * Sets of names. A set is a record of `true`, so that it is plain data and equal sets are equal
 * values; whoever walks through one does so in text order, never in order of insertion.
 */

/** A set of names. */
export type IdSet = { readonly [id: string]: true };

/** The empty set. */
export const noIds: IdSet = {};

/** The set of the names listed. */
export function idSet(ids: readonly string[]): IdSet {
  return Object.fromEntries(ids.map((id) => [id, true as const]));
}

/** The members of a set, in text order. */
export function members(set: IdSet): readonly string[] {
  return Object.keys(set).toSorted();
}

/** How many members a set has. */
export function size(set: IdSet): number {
  return Object.keys(set).length;
}

/** Whether a name is in a set. */
export function has(set: IdSet, id: string): boolean {
  return Object.hasOwn(set, id);
}

/** The set with one more name. */
export function including(set: IdSet, id: string): IdSet {
  return { ...set, [id]: true };
}

/** The set without a name. */
export function excluding(set: IdSet, id: string): IdSet {
  return idSet(members(set).filter((member) => member !== id));
}

/** Everything that is in either set. */
export function union(left: IdSet, right: IdSet): IdSet {
  return { ...left, ...right };
}

/** Whether everything in the one set is in the other. */
export function isSubset(part: IdSet, whole: IdSet): boolean {
  return Object.keys(part).every((id) => has(whole, id));
}
