// Version vectors: who has written how often, as far as one observer knows.

/** A node's name: 1 to 63 characters of `A-Z a-z 0-9 _ . -`, the first a letter or digit. */
export type NodeId = string;

/**
 * For every node the number of its latest event known; an absent node stands for 0.
 * Entries are kept in ascending order of node and never hold 0, so equal clocks encode equally.
 * Source: lecture page "Vector Clocks", DeCandia 2007 4.4.
 */
export type Clock = ReadonlyMap<NodeId, number>;

/** The clock that knows nothing. */
export const EMPTY_CLOCK: Clock = new Map();

/** How two clocks stand to each other: the first `equal`, `before`, `after` or `concurrent`. */
export type ClockOrder = 'equal' | 'before' | 'after' | 'concurrent';

/** Orders two texts by UTF-16 code units, the one order used wherever output must be repeatable. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Builds a clock from entries in any order; of a node named twice the greater counter stays. */
export function clockOf(entries: Iterable<readonly [NodeId, number]>): Clock {
  const greatest = new Map<NodeId, number>();
  for (const [node, counter] of entries) {
    if (counter > (greatest.get(node) ?? 0)) greatest.set(node, counter);
  }
  return new Map([...greatest].toSorted(([a], [b]) => compareText(a, b)));
}

/** The counter that a clock knows of a node, 0 if none. */
export function counterOf(clock: Clock, node: NodeId): number {
  return clock.get(node) ?? 0;
}

/** The clock with one entry replaced, be it by a smaller counter. */
export function withCounter(clock: Clock, node: NodeId, counter: number): Clock {
  return clockOf([...[...clock].filter(([other]) => other !== node), [node, counter]]);
}

/** The least clock that covers both: the pointwise maximum. */
export function joinClocks(a: Clock, b: Clock): Clock {
  return clockOf([...a, ...b]);
}

/** Whether `a` knows everything that `b` knows (pointwise greater or equal). */
export function covers(a: Clock, b: Clock): boolean {
  for (const [node, counter] of b) {
    if (counterOf(a, node) < counter) return false;
  }
  return true;
}

/** Compares two clocks in the causal order. */
export function compareClocks(a: Clock, b: Clock): ClockOrder {
  const above = covers(a, b);
  const below = covers(b, a);
  if (above && below) return 'equal';
  if (below) return 'before';
  return above ? 'after' : 'concurrent';
}
