/** Names that plain objects have members of, and the empty one: what mistakes a name for a member errs here. */

import fc from 'fast-check';

/** Such names; hosts may have all but the empty one. */
export const oddNames = ['constructor', '__proto__', 'toString', 'prototype', ''] as const;
/** The same without the empty one. */
export const oddIds = oddNames.filter((name) => name !== '');

/** New names for the given ones: mostly they stay, now and then all of them are odd. */
export function renaming(
  names: readonly string[],
  odd: readonly string[] = oddIds,
): fc.Arbitrary<ReadonlyMap<string, string>> {
  const { length } = names;
  return fc
    .oneof(
      { weight: 2, arbitrary: fc.constant(names) },
      {
        weight: 1,
        arbitrary: fc.shuffledSubarray([...odd], { minLength: length, maxLength: length }),
      },
    )
    .map((chosen) => new Map(names.map((name, at) => [name, chosen[at] ?? name])));
}
