/**
 * Versions of a key, which of two is the newer, and how sets of them are merged (lecture "Vector
 * Clocks", "Read Repair"; DeCandia 2007 4.4). Four answers to "which is newer" can be chosen from:
 *
 * - `vv-ctx`: clocks; a write counts one further than its causal context knows.
 * - `vv-node`: clocks; each node numbers all writes it coordinates (what the lecture's slide says).
 * - `dvv`: dotted clocks; what a write has seen and which write it is are kept apart.
 * - `lww`: the last writer wins, by time stamp.
 *
 * Two versions with equal clocks are different writes only where a mode numbers badly; the greater
 * value then counts as newer, so that merging stays a function of the set (the text has no rule).
 */

import { match } from 'ts-pattern';
import type { Clock, Dot } from './clock.ts';
import { covers, descends, sameClock } from './clock.ts';
import type { IdSet } from './id-set.ts';
import type { NodeId, RequestId } from './ids.types.ts';

/** How versions are numbered and compared. */
export type Mode = 'vv-ctx' | 'vv-node' | 'dvv' | 'lww';

/** A mode, and by how much each node's wall clock is off (0 if not named; only `lww` looks at it). */
export type Versioning = {
  readonly mode: Mode;
  readonly skew: { readonly [node: NodeId]: number };
};

/** What only an all-knowing observer sees of a version: the puts in its causal past, its own included. */
export type Ghost = { readonly past: IdSet };

/** One value of a key, as one put wrote it. */
export type Version = {
  /** Which write it is. */
  readonly dot: Dot;
  /** What it includes: with its own write in the modes `vv-*` and `lww`, without it in `dvv`. */
  readonly clock: Clock;
  /** The coordinator's wall clock when it was written; 0 except in `lww`. */
  readonly stamp: number;
  readonly value: RequestId;
  readonly ghost: Ghost;
};

/** Whether two versions are the same one; ghosts don't count. */
export function sameVersion(left: Version, right: Version): boolean {
  return (
    sameDot(left.dot, right.dot) &&
    left.value === right.value &&
    left.stamp === right.stamp &&
    sameClock(left.clock, right.clock)
  );
}

/** Whether two canonically sorted sets hold the same versions; ghosts don't count. */
export function sameVersions(left: readonly Version[], right: readonly Version[]): boolean {
  return left.length === right.length && left.every((version) => holds(right, version));
}

/** Whether a version is one of a set. */
export function holds(versions: readonly Version[], version: Version): boolean {
  return versions.some((other) => sameVersion(other, version));
}

/** Whether `newer` makes `older` superfluous: a strict partial order on the versions of one key. */
export function supersedes(mode: Mode, newer: Version, older: Version): boolean {
  return match(mode)
    .with('vv-ctx', 'vv-node', () =>
      sameClock(newer.clock, older.clock)
        ? compare([newer.value, ...dotParts(newer)], [older.value, ...dotParts(older)]) > 0
        : descends(newer.clock, older.clock),
    )
    .with('dvv', () =>
      sameDot(newer.dot, older.dot) ? newer.value > older.value : covers(newer.clock, older.dot),
    )
    .with('lww', () => compare(lastWriterParts(newer), lastWriterParts(older)) > 0)
    .exhaustive();
}

/**
 * What remains of two sets of versions: those that no other supersedes, each once, canonically
 * sorted. Idempotent, commutative and associative; a merge never invents or alters a version.
 */
export function merge(
  mode: Mode,
  held: readonly Version[],
  incoming: readonly Version[],
): readonly Version[] {
  const all = [...held, ...incoming];
  const distinct = all.filter((version, at) => !holds(all.slice(0, at), version));
  return distinct
    .filter((version) => !distinct.some((other) => supersedes(mode, other, version)))
    .toSorted(canonically);
}

/** Whether `incoming` holds something that who has `held` would still learn from. */
export function addsTo(
  mode: Mode,
  held: readonly Version[],
  incoming: readonly Version[],
): boolean {
  return !sameVersions(merge(mode, held, incoming), held);
}

function sameDot(left: Dot, right: Dot): boolean {
  return left.node === right.node && left.counter === right.counter;
}

type Part = string | number;

function dotParts({ dot }: Version): readonly Part[] {
  return [dot.node, dot.counter];
}

function lastWriterParts(version: Version): readonly Part[] {
  return [version.stamp, ...dotParts(version), version.value];
}

function canonically(left: Version, right: Version): number {
  return compare(sortParts(left), sortParts(right));
}

function sortParts(version: Version): readonly Part[] {
  const clock = Object.entries(version.clock).toSorted(([a], [b]) => compare([a], [b]));
  return [...dotParts(version), version.stamp, version.value, JSON.stringify(clock)];
}

/** Part by part; lists of the same make only. */
function compare(left: readonly Part[], right: readonly Part[]): number {
  for (const [at, part] of left.entries()) {
    const other = right[at];
    if (other !== undefined && part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
