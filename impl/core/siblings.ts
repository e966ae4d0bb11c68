// The set of concurrent versions that a replica holds of one key.

import { type ConflictPolicy, supersedes } from './conflict-policy.ts';
import { compareVersions, sameVersion, sameVersions, type Version } from './version.ts';

/**
 * Everything held and everything that arrives, less what another one makes obsolete; sorted.
 * Idempotent, commutative, associative. Quadratic in the number of versions, which is small.
 * Source: DeCandia 2007 4.4, syntactic reconciliation.
 */
export function mergeVersions(
  policy: ConflictPolicy,
  held: readonly Version[],
  incoming: readonly Version[],
): readonly Version[] {
  const sorted = [...held, ...incoming].toSorted(compareVersions);
  const distinct = sorted.filter((version, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || !sameVersion(previous, version);
  });
  return distinct.filter(
    (version) => !distinct.some((other) => supersedes(policy, other, version)),
  );
}

/** Whether merging `wanted` into `held` would change what is held. */
export function lacks(
  policy: ConflictPolicy,
  held: readonly Version[],
  wanted: readonly Version[],
): boolean {
  return !sameVersions(mergeVersions(policy, held, wanted), held);
}
