// A node's own copy of the keys it keeps.

import { replicaOf } from './node.ts';
import { mergeVersions } from './siblings.ts';
import type { Turn } from './turn.ts';
import { sameVersions, type Version } from './version.ts';

/** Merges versions into the own copy of a key; writes only if that changes it. */
export function mergeIntoReplica(turn: Turn, key: string, incoming: readonly Version[]): void {
  const { versions, counter } = replicaOf(turn.node, key);
  saveReplica(turn, key, {
    versions: mergeVersions(turn.node.configuration.policy, versions, incoming),
    counter,
  });
}

/** Replaces the own copy of a key; writes only if that changes it. */
export function saveReplica(
  turn: Turn,
  key: string,
  replica: { readonly versions: readonly Version[]; readonly counter: number },
): void {
  const before = replicaOf(turn.node, key);
  if (before.counter === replica.counter && sameVersions(before.versions, replica.versions)) return;
  turn.node.replicas.set(key, replica);
  turn.save({ kind: 'replica', key, ...replica });
}
