// Consistent hashing: where a key lies and which nodes keep it.

import { createHash } from 'node:crypto';
import { compareText, type NodeId } from './clock.ts';

/** A place on the ring: 0 to 2^128 - 1. */
export type Position = bigint;

/** A node's mark on the ring; it owns the keys from the previous mark (excluded) up to itself. */
export type Token = { readonly position: Position; readonly node: NodeId };

/**
 * The ring as one node knows it: tokens ascending by position.
 * `pinned` fixes the position of single keys, for replays and tests; all others are hashed.
 */
export type Ring = {
  readonly tokens: readonly Token[];
  readonly pinned: ReadonlyMap<string, Position>;
};

/** The MD5 of a text's UTF-8 bytes, as a position. Lecture page "Dynamo Query Interface". */
export function hashPosition(text: string): Position {
  return BigInt(`0x${createHash('md5').update(text, 'utf8').digest('hex')}`);
}

/** Scatters `perNode` tokens for every node, by hashing its name with a running number. */
export function scatterTokens(nodes: readonly NodeId[], perNode: number): readonly Token[] {
  return nodes.flatMap((node) =>
    Array.from({ length: perNode }, (_, index) => ({
      node,
      position: hashPosition(`${node}#${index}`),
    })),
  );
}

/** Sorts the tokens into a ring; two at one position are ordered by node. */
export function makeRing(
  tokens: readonly Token[],
  pinned: ReadonlyMap<string, Position> = new Map(),
): Ring {
  return { tokens: tokens.toSorted(compareTokens), pinned };
}

function compareTokens(a: Token, b: Token): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return compareText(a.node, b.node);
}

/** Where a key lies: its pinned position, else its hash. */
function positionOf(ring: Ring, key: string): Position {
  return ring.pinned.get(key) ?? hashPosition(key);
}

/**
 * All nodes in the order in which they are asked to keep the key: from the first token at or
 * behind the key clockwise, a node already listed skipped. Binary search, then one round.
 * Source: DeCandia 2007 4.3, 6.2; lecture page "What about data skew?".
 */
export function preferenceList(ring: Ring, key: string): readonly NodeId[] {
  const { tokens } = ring;
  const start = firstAtOrAfter(tokens, positionOf(ring, key));
  const listed = new Set<NodeId>();
  for (const token of tokens.slice(start)) listed.add(token.node);
  for (const token of tokens.slice(0, start)) listed.add(token.node);
  return [...listed];
}

function firstAtOrAfter(tokens: readonly Token[], position: Position): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const token = tokens[middle];
    if (token !== undefined && token.position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
