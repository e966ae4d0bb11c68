// Generators of clocks and versions.

import fc from 'fast-check';
import { clockOf } from '../../impl/core/clock.ts';
import { type ConflictPolicy, mint } from '../../impl/core/conflict-policy.ts';
import { mergeVersions } from '../../impl/core/siblings.ts';
import { contextOf, type Version } from '../../impl/core/version.ts';

const NODES = ['n1', 'n2', 'n3'] as const;

/** Any clock over three nodes. */
export const clocks = fc
  .array(fc.tuple(fc.constantFrom(...NODES), fc.nat(4)), { maxLength: 4 })
  .map(clockOf);

/** Any version, even one that no store would make. */
export const versions: fc.Arbitrary<Version> = fc.record({
  dot: fc.record({ node: fc.constantFrom(...NODES), counter: fc.integer({ min: 1, max: 4 }) }),
  clock: clocks,
  stamp: fc.nat(3),
  value: fc.uint8Array({ maxLength: 2 }),
});

/**
 * The versions of a history that can happen: puts at three replicas that pass on all they hold,
 * each with the context of some replica's copy or none.
 */
export function histories(policy: ConflictPolicy): fc.Arbitrary<readonly Version[]> {
  const event = fc.record({
    at: fc.nat(2),
    reads: fc.option(fc.nat(2), { nil: null }),
    now: fc.nat(5),
    tellsTo: fc.nat(2),
  });
  return fc.array(event, { maxLength: 8 }).map((events) => {
    const made: Version[] = [];
    const held: (readonly Version[])[] = [[], [], []];
    const counters = [0, 0, 0];
    for (const [index, { at, reads, now, tellsTo }] of events.entries()) {
      const context = contextOf(reads === null ? [] : (held[reads] ?? []));
      const minted = mint(policy, {
        self: NODES[at] ?? 'n1',
        counter: counters[at] ?? 0,
        context,
        now,
        value: Uint8Array.of(index),
      });
      counters[at] = minted.counter;
      made.push(minted.version);
      held[at] = mergeVersions(policy, held[at] ?? [], [minted.version]);
      held[tellsTo] = mergeVersions(policy, held[tellsTo] ?? [], held[at] ?? []);
    }
    return made;
  });
}
