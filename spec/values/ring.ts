/**
 * The ring of tokens, and who stores a key (lecture "Consistent Hashing", "What about data skew?",
 * "Sloppy Quorum & Hinted Handoff"; DeCandia 2007 4.2, 4.3, 4.6). A ring here is a table: positions
 * are small numbers, and the hash that places a key is part of the table.
 *
 * Decided where the text leaves it open: a key at a token's very position belongs to that token; a
 * list is short when there are too few nodes, never padded with a repeat; substitutes stand in for
 * suspected home nodes in the order of the walk.
 */

import type { IdSet } from './id-set.ts';
import type { Key, NodeId } from './ids.types.ts';
import { has, idSet } from './id-set.ts';
import { ownField } from './own-field.ts';

/** A place of a node on the ring; virtual nodes are further tokens of the same node. */
export type Token = { readonly position: number; readonly node: NodeId };

/** Tokens by ascending position, and the position that each key hashes to. */
export type Ring = {
  readonly tokens: readonly Token[];
  readonly positions: { readonly [key: Key]: number };
};

/** A node that an operation turns to; `owner` is the home node it stands in for, null at home. */
export type Target = { readonly node: NodeId; readonly owner: NodeId | null };

/** How an operation's coordinator sees the system: how many copies, and whom not to ask. */
export type Outlook = {
  readonly copies: number;
  /** Whether substitutes are asked in place of suspected home nodes. */
  readonly sloppy: boolean;
  readonly suspects: IdSet;
};

/**
 * A ring of the given tokens, in any order.
 * @throws Error if there is no token, or two share a position.
 */
export function ringOf(tokens: readonly Token[], positions: Ring['positions']): Ring {
  const sorted = tokens.toSorted((left, right) => left.position - right.position);
  if (sorted.length === 0) throw new Error('a ring without tokens stores nothing: give it one');
  const clash = sorted.find(({ position }, at) => sorted[at + 1]?.position === position);
  if (clash !== undefined) {
    throw new Error(
      `two tokens share the position ${clash.position} of the ring: each needs its own`,
    );
  }
  return { tokens: sorted, positions };
}

/**
 * Where the walk for a key begins: the index of the first token at or after the key's position, or
 * of the very first token if the key lies beyond the last.
 * @throws Error if the ring's table doesn't place the key.
 */
export function firstToken(ring: Ring, key: Key): number {
  const position = ownField(ring.positions, key);
  if (position === undefined) {
    throw new Error(`the key '${key}' has no position on the ring: add it to the ring's positions`);
  }
  return Math.max(
    0,
    ring.tokens.findIndex((token) => token.position >= position),
  );
}

/** All nodes in the order in which a clockwise walk from the key meets them, each once. */
export function preferenceList(ring: Ring, key: Key): readonly NodeId[] {
  const start = firstToken(ring, key);
  const walk = [...ring.tokens.slice(start), ...ring.tokens.slice(0, start)];
  return [...new Set(walk.map(({ node }) => node))];
}

/** The nodes that ought to store a key: the first `copies` of its preference list. */
export function homeNodes(ring: Ring, key: Key, copies: number): readonly NodeId[] {
  return preferenceList(ring, key).slice(0, copies);
}

/**
 * Whom an operation turns to: the first `copies` nodes of the preference list that aren't suspected.
 * The first substitute stands in for the first suspected home node, and so on.
 */
export function targetsOf(
  preference: readonly NodeId[],
  { copies, sloppy, suspects }: Outlook,
): readonly Target[] {
  const home = preference.slice(0, copies);
  const absent = sloppy ? home.filter((node) => has(suspects, node)) : [];
  const present = home.filter((node) => !has(idSet(absent), node));
  const substitutes = preference
    .slice(copies)
    .filter((node) => !has(suspects, node))
    .slice(0, absent.length);
  return [
    ...present.map((node) => ({ node, owner: null })),
    ...substitutes.map((node, at) => ({ node, owner: absent[at] ?? null })),
  ];
}
