// Writing back what a get found to the home nodes that lack it.
// A repair brings versions that exist already; it never makes a new one. Substitutes are not
// repaired: what they lack, hinted handoff mends.

import type { NodeId } from './clock.ts';
import { mergeIntoReplica } from './local-replica.ts';
import type { PendingGet } from './node.ts';
import { lacks, mergeVersions } from './siblings.ts';
import type { Turn } from './turn.ts';
import type { Version } from './version.ts';

/** Asynchronous repair: brings every home node that has answered up to the merge of all answers. */
export function mendStragglers(turn: Turn, pending: PendingGet): void {
  const { policy, id: self } = turn.node.configuration;
  const { key, known, targets } = pending;
  const merged = mergeVersions(policy, [], [...pending.answers.values()].flat());
  for (const { node, owner } of targets) {
    const held = known.get(node);
    if (owner !== null || held === undefined || !lacks(policy, held, merged)) continue;
    known.set(node, merged);
    if (node === self) mergeIntoReplica(turn, key, merged);
    else turn.send(key, node, { kind: 'repair', request: null, key, versions: merged });
  }
}

/** Blocking repair at the moment of the quorum: judges every answer there is. */
export function repairAnswerers(turn: Turn, pending: PendingGet, result: readonly Version[]): void {
  for (const node of pending.answers.keys()) judge(turn, pending, { node, result });
}

/** Blocking repair of a late answer; returns the result that the client will get. */
export function judgeLateAnswer(turn: Turn, pending: PendingGet, node: NodeId): readonly Version[] {
  const result = pending.result ?? [];
  judge(turn, pending, { node, result });
  return result;
}

function judge(
  turn: Turn,
  pending: PendingGet,
  { node, result }: { readonly node: NodeId; readonly result: readonly Version[] },
): void {
  const { policy, id: self } = turn.node.configuration;
  const { key, ref, answers, known, holders, targets } = pending;
  if (!lacks(policy, answers.get(node) ?? [], result)) {
    holders.add(node);
    return;
  }
  if (targets.some((target) => target.node === node && target.owner !== null)) return;
  known.set(node, mergeVersions(policy, answers.get(node) ?? [], result));
  if (node === self) {
    mergeIntoReplica(turn, key, result);
    holders.add(self);
    return;
  }
  turn.send(key, node, { kind: 'repair', request: ref, key, versions: result });
}

/** Whether so many nodes hold the result that every later read quorum meets one of them. */
export function isHolding(turn: Turn, pending: PendingGet): boolean {
  const { n, r } = turn.node.configuration;
  return pending.holders.size >= n - r + 1;
}
