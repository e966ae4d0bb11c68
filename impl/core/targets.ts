// Whom one operation talks to: home nodes, and substitutes for those believed to be down.

import type { NodeId } from './clock.ts';

/** A node taking part in one operation; `owner` is the home node it stands in for, else null. */
export type Target = { readonly node: NodeId; readonly owner: NodeId | null };

/** What the choice depends on. `preference` is the key's whole preference list. */
export type TargetChoice = {
  readonly preference: readonly NodeId[];
  readonly n: number;
  readonly sloppy: boolean;
  readonly suspects: ReadonlySet<NodeId>;
};

/** The nodes that keep a key when all is well: the first N of its preference list. */
export function homeNodes(preference: readonly NodeId[], n: number): readonly NodeId[] {
  return preference.slice(0, n);
}

/**
 * The first N nodes not suspected; the i-th substitute stands in for the i-th suspected home node.
 * Without sloppy quorums simply the home nodes. Fewer nodes than N make a short list.
 * Source: DeCandia 2007 4.6; lecture page "Sloppy Quorum & Hinted Handoff".
 */
export function chooseTargets(choice: TargetChoice): readonly Target[] {
  const home = homeNodes(choice.preference, choice.n);
  if (!choice.sloppy) return home.map((node) => ({ node, owner: null }));
  const skipped = home.filter((node) => choice.suspects.has(node));
  const chosen = choice.preference.filter((node) => !choice.suspects.has(node)).slice(0, choice.n);
  const substitutes = chosen.filter((node) => !home.includes(node));
  return chosen.map((node) => ({ node, owner: skipped[substitutes.indexOf(node)] ?? null }));
}
