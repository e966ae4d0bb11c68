/**
 * Vector clocks (lecture "Vector Clocks"; DeCandia 2007 4.4): for each node, the number of the latest
 * of its writes that is included. A node that isn't named counts as 0.
 */

import type { NodeId } from './ids.types.ts';
import { ownField } from './own-field.ts';

/** How far each node's writes are included. */
export type Clock = { readonly [node: NodeId]: number };

/** One write: the node that coordinated it and its number there. The lecture writes [C,2]. */
export type Dot = { readonly node: NodeId; readonly counter: number };

/** The clock that includes no write at all. */
export const noClock: Clock = {};

/** The number of the latest write of a node that a clock includes; 0 if none. */
export function counterOf(clock: Clock, node: NodeId): number {
  return ownField(clock, node) ?? 0;
}

/** Whether a clock includes one particular write. */
export function covers(clock: Clock, dot: Dot): boolean {
  return counterOf(clock, dot.node) >= dot.counter;
}

/** Whether `later` includes everything that `earlier` does; true for equal clocks. */
export function descends(later: Clock, earlier: Clock): boolean {
  return Object.entries(earlier).every(([node, counter]) => counterOf(later, node) >= counter);
}

/** Whether two clocks include the same writes. */
export function sameClock(left: Clock, right: Clock): boolean {
  return descends(left, right) && descends(right, left);
}

/** The least clock that includes everything that either does. */
export function join(left: Clock, right: Clock): Clock {
  const nodes = Object.keys({ ...left, ...right }).toSorted();
  return Object.fromEntries(
    nodes.map((node) => [node, Math.max(counterOf(left, node), counterOf(right, node))]),
  );
}

/** The least clock that includes `clock` and the write `dot` (and with it the node's earlier ones). */
export function withDot(clock: Clock, dot: Dot): Clock {
  return join(clock, { [dot.node]: dot.counter });
}
