// One written value with its place in history.

import { type Clock, EMPTY_CLOCK, clockOf, compareText, joinClocks, type NodeId } from './clock.ts';

/** The name of one write: the node that coordinated it and that node's count for the key. */
export type Dot = { readonly node: NodeId; readonly counter: number };

/**
 * A value as it is stored and sent.
 * `clock` is what the write had seen; whether it includes the dot is up to the conflict policy.
 * `stamp` is the coordinator's wall clock in milliseconds under `lww`, otherwise 0.
 */
export type Version = {
  readonly dot: Dot;
  readonly clock: Clock;
  readonly stamp: number;
  readonly value: Uint8Array;
};

/** Orders two byte strings: the first different byte decides, then the length. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** Orders two dots by node, then counter. */
export function compareDots(a: Dot, b: Dot): number {
  return compareText(a.node, b.node) || a.counter - b.counter;
}

function compareEntries(a: Clock, b: Clock): number {
  const left = [...a];
  const right = [...b];
  for (const [index, [node, counter]] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareText(node, other[0]) || counter - other[1];
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** The canonical total order of versions (dot, value, stamp, clock); 0 only for equal ones. */
export function compareVersions(a: Version, b: Version): number {
  return (
    compareDots(a.dot, b.dot) ||
    compareBytes(a.value, b.value) ||
    a.stamp - b.stamp ||
    compareEntries(a.clock, b.clock)
  );
}

/** Whether two versions agree in every field. */
export function sameVersion(a: Version, b: Version): boolean {
  return compareVersions(a, b) === 0;
}

/** Whether two canonically sorted lists hold the same versions. */
export function sameVersions(a: readonly Version[], b: readonly Version[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((version, index) => {
    const other = b[index];
    return other !== undefined && sameVersion(version, other);
  });
}

/** The versions of `held` that are not, field by field, among `removed`. */
export function withoutVersions(
  held: readonly Version[],
  removed: readonly Version[],
): readonly Version[] {
  return held.filter((version) => !removed.some((other) => sameVersion(version, other)));
}

/** The causal context of an answer: the join of every version's clock and dot. */
export function contextOf(versions: readonly Version[]): Clock {
  return versions.reduce(
    (known, { clock, dot }) =>
      joinClocks(joinClocks(known, clock), clockOf([[dot.node, dot.counter]])),
    EMPTY_CLOCK,
  );
}
