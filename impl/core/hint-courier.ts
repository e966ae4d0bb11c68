// Versions kept for home nodes that were believed down, and their way home.
// Source: lecture page "Sloppy Quorum & Hinted Handoff"; DeCandia 2007 4.6.

import { compareText, type NodeId } from './clock.ts';
import type { HintedKey, StoreNode } from './node.ts';
import { mergeVersions } from './siblings.ts';
import type { Turn } from './turn.ts';
import { sameVersions, type Version, withoutVersions } from './version.ts';

/** All that is kept of a key, whoever owns it, merged. */
export function hintedVersions(node: StoreNode, key: string): readonly Version[] {
  const owners = node.hints.get(key)?.owners ?? new Map<NodeId, readonly Version[]>();
  return mergeVersions(node.configuration.policy, [], [...owners.values()].flat());
}

/** Keeps versions for their owner, durably; the handoff delay runs from the first of them. */
export function keepHint(
  turn: Turn,
  key: string,
  hint: { readonly owner: NodeId; readonly versions: readonly Version[] },
): void {
  const { policy } = turn.node.configuration;
  const hinted: HintedKey = turn.node.hints.get(key) ?? { phase: 'sent', owners: new Map() };
  const held = hinted.owners.get(hint.owner) ?? [];
  const merged = mergeVersions(policy, held, hint.versions);
  if (merged.length === 0) return;
  if (!sameVersions(held, merged)) {
    turn.save({ kind: 'hint', owner: hint.owner, key, versions: merged });
  }
  hinted.owners.set(hint.owner, merged);
  turn.node.hints.set(key, hinted);
  if (hinted.phase === 'sent') delayHandoff(turn, key, hinted);
}

/** Arms the delay after which the hints of a key set out. */
export function delayHandoff(turn: Turn, key: string, hinted: HintedKey): void {
  hinted.phase = 'delayed';
  turn.disarm({ kind: 'handoffRetry', key });
  turn.arm({ kind: 'handoffDelay', key });
}

/** Sends every owner what is kept for it, and waits for their word. */
export function handOff(turn: Turn, key: string): void {
  const hinted = turn.node.hints.get(key);
  if (hinted === undefined) return;
  hinted.phase = 'sent';
  turn.arm({ kind: 'handoffRetry', key });
  for (const [owner, versions] of byOwner(hinted)) {
    turn.send(key, owner, { kind: 'handOff', key, versions });
  }
}

function byOwner({ owners }: HintedKey): readonly (readonly [NodeId, readonly Version[]])[] {
  return [...owners].toSorted(([a], [b]) => compareText(a, b));
}

/**
 * Forgets what is kept for an owner that has it all. If something was added meanwhile all of it is
 * kept and handed off again: part of a set of siblings must never stay here alone.
 */
export function dropHanded(
  turn: Turn,
  key: string,
  handed: { readonly owner: NodeId; readonly versions: readonly Version[] },
): void {
  const hinted = turn.node.hints.get(key);
  const versions = hinted?.owners.get(handed.owner);
  if (hinted === undefined || versions === undefined) return;
  if (withoutVersions(versions, handed.versions).length > 0) {
    if (hinted.phase === 'sent') delayHandoff(turn, key, hinted);
    return;
  }
  hinted.owners.delete(handed.owner);
  turn.erase({ kind: 'hint', owner: handed.owner, key, versions });
  if (hinted.owners.size > 0) return;
  turn.node.hints.delete(key);
  turn.disarm({ kind: 'handoffDelay', key });
  turn.disarm({ kind: 'handoffRetry', key });
}
