/** What keeps steps of a host from going first, so that all steps of a row have to be taken. */

/** From what is seen at a glance to what is seen last; see `persistent-sets.ts`. */
export const obstacles = [
  'faults',
  'budgets',
  'partitions',
  'losses',
  'visibility',
  'order',
  'effort',
  'arrivals',
  'births',
  'cycles',
] as const;

/**
 * `faults`: nothing else is enabled. `budgets`: steps are faults, or use a budget. `partitions`: one
 * may forbid them. `losses`: they send, and where the receiver is down that is lost. `visibility`: they
 * change what properties read, or monitors are shown them. `order`: their order with other steps of their
 * host makes a difference. `effort`: that would take too long to find out. `arrivals`: their order with
 * steps that a message brings about that may still come in. `births`: a request that they send to may not be
 * born yet. `cycles`: other steps would be put off for ever.
 */
export type Obstacle = (typeof obstacles)[number];

const rank = Object.fromEntries(obstacles.map((obstacle, at) => [obstacle, at]));

/** The one of two that is seen later. */
export function later(one: Obstacle, other: Obstacle): Obstacle {
  return (rank[one] ?? 0) < (rank[other] ?? 0) ? other : one;
}
