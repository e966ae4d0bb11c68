// Which of two versions makes the other one obsolete, and how a new version is numbered.

import { match } from 'ts-pattern';
import {
  type Clock,
  compareClocks,
  compareText,
  counterOf,
  type NodeId,
  withCounter,
} from './clock.ts';
import { compareBytes, compareDots, sameVersion, type Version } from './version.ts';

/** The conflict policies a store can be run with. */
export const CONFLICT_POLICIES = ['dvv', 'vector-clock', 'vv-ctx', 'lww'] as const;

/**
 * How versions are numbered and compared.
 * - `dvv`: a dot per version beside the clock of its context (dotted version vectors, Preguica 2012).
 * - `vector-clock`: the lecture's clocks; each node counts, per key, every write it coordinates.
 * - `vv-ctx`: clocks counted on from the client's context alone; nothing is counted on disk.
 * - `lww`: the latest wall-clock stamp wins; one version stays.
 */
export type ConflictPolicy = (typeof CONFLICT_POLICIES)[number];

/** What numbering a new version needs to know. `counter` is the replica's persisted count. */
export type Minting = {
  readonly self: NodeId;
  readonly counter: number;
  readonly context: Clock;
  readonly now: number;
  readonly value: Uint8Array;
};

/** A new version, and the count that must become durable together with it. */
export type Minted = { readonly version: Version; readonly counter: number };

/** Numbers a new version by the policy. Lecture page "Vector Clocks"; DeCandia 2007 4.4. */
export function mint(policy: ConflictPolicy, from: Minting): Minted {
  const { self, context, value } = from;
  const next = from.counter + 1;
  return match(policy)
    .with('dvv', () => ({
      version: { dot: { node: self, counter: next }, clock: context, stamp: 0, value },
      counter: next,
    }))
    .with('vector-clock', () => ({ version: extended(from, next, 0), counter: next }))
    .with('vv-ctx', () => ({
      version: extended(from, counterOf(context, self) + 1, 0),
      counter: from.counter,
    }))
    .with('lww', () => ({ version: extended(from, next, from.now), counter: next }))
    .exhaustive();
}

function extended(from: Minting, counter: number, stamp: number): Version {
  const { self, context, value } = from;
  const clock = withCounter(context, self, counter);
  return { dot: { node: self, counter }, clock, stamp, value };
}

/**
 * Whether `a` makes `b` obsolete; false for a version and itself.
 * Where the clocks cannot tell two different versions apart the greater value stays, so that
 * merging is a function of the set and not of the order of arrival.
 */
export function supersedes(policy: ConflictPolicy, a: Version, b: Version): boolean {
  if (sameVersion(a, b)) return false;
  return DECISIONS[policy](a, b);
}

/** Decides between versions that the clocks declare one and the same event. */
function wins(a: Version, b: Version): boolean {
  const order = compareBytes(a.value, b.value) || compareDots(a.dot, b.dot) || a.stamp - b.stamp;
  return (order || compareText(clockText(a.clock), clockText(b.clock))) > 0;
}

function clockText(clock: Clock): string {
  return JSON.stringify([...clock]);
}

function seen(a: Version, b: Version): boolean {
  return counterOf(a.clock, b.dot.node) >= b.dot.counter;
}

function supersedesByDot(a: Version, b: Version): boolean {
  const alike = compareDots(a.dot, b.dot) === 0 || (seen(a, b) && seen(b, a));
  return alike ? wins(a, b) : seen(a, b);
}

function supersedesByClock(a: Version, b: Version): boolean {
  const order = compareClocks(a.clock, b.clock);
  return order === 'after' || (order === 'equal' && wins(a, b));
}

function supersedesByStamp(a: Version, b: Version): boolean {
  const order = a.stamp - b.stamp || compareDots(a.dot, b.dot);
  return (order || (wins(a, b) ? 1 : -1)) > 0;
}

const DECISIONS: Readonly<Record<ConflictPolicy, (a: Version, b: Version) => boolean>> = {
  dvv: supersedesByDot,
  'vector-clock': supersedesByClock,
  'vv-ctx': supersedesByClock,
  lww: supersedesByStamp,
};
