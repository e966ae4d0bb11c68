import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFLICT_POLICIES, supersedes } from '../../../impl/core/conflict-policy.ts';
import { lacks, mergeVersions } from '../../../impl/core/siblings.ts';
import {
  compareVersions,
  sameVersion,
  type Version,
  withoutVersions,
} from '../../../impl/core/version.ts';
import { histories, versions } from '../versions.ts';

/** Splits a list into three by a list of choices, all versions in one of them at least. */
function split(all: readonly Version[], choices: readonly number[]): readonly Version[][] {
  const parts: Version[][] = [[], [], []];
  for (const [index, version] of all.entries()) parts[choices[index] ?? 0]?.push(version);
  return parts;
}

const choices = fc.array(fc.nat(2), { minLength: 8, maxLength: 8 });

describe.each(CONFLICT_POLICIES)('merging under %s', (policy) => {
  const merge = (a: readonly Version[], b: readonly Version[]): readonly Version[] =>
    mergeVersions(policy, a, b);
  const sets = histories(policy);

  it('is idempotent', () => {
    fc.assert(
      fc.property(sets, (all) => {
        const once = merge([], all);
        expect(merge(once, once)).toEqual(once);
      }),
    );
  });

  it('is commutative', () => {
    fc.assert(
      fc.property(fc.array(versions), fc.array(versions), (a, b) => {
        expect(merge(a, b)).toEqual(merge(b, a));
      }),
    );
  });

  it('is associative on histories that can happen', () => {
    fc.assert(
      fc.property(sets, choices, (all, by) => {
        const [a = [], b = [], c = []] = split(all, by);
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
      }),
    );
  });

  it('keeps no two versions of which one makes the other obsolete, and sorts', () => {
    fc.assert(
      fc.property(sets, (all) => {
        const merged = merge([], all);
        for (const a of merged) {
          expect(merged.some((b) => supersedes(policy, a, b))).toBe(false);
        }
        expect(merged.toSorted(compareVersions)).toEqual(merged);
      }),
    );
  });

  it('never lets both of two versions make the other obsolete, nor one itself', () => {
    fc.assert(
      fc.property(versions, versions, (a, b) => {
        expect(supersedes(policy, a, b) && supersedes(policy, b, a)).toBe(false);
        expect(supersedes(policy, a, a)).toBe(false);
      }),
    );
  });

  it('leaves nothing lacking', () => {
    fc.assert(
      fc.property(sets, choices, (all, by) => {
        const [a = [], b = []] = split(all, by);
        const held = merge([], a);
        expect(lacks(policy, merge(held, b), b)).toBe(false);
        expect(lacks(policy, held, held)).toBe(false);
      }),
    );
  });
});

describe('merging under vector clocks and lww', () => {
  it.each(['vector-clock', 'vv-ctx', 'lww'] as const)(
    'is associative on any versions: %s',
    (policy) => {
      fc.assert(
        fc.property(
          fc.array(versions, { maxLength: 3 }),
          fc.array(versions, { maxLength: 3 }),
          fc.array(versions, { maxLength: 3 }),
          (a, b, c) => {
            const left = mergeVersions(policy, mergeVersions(policy, a, b), c);
            expect(left).toEqual(mergeVersions(policy, a, mergeVersions(policy, b, c)));
          },
        ),
      );
    },
  );

  it('keeps one version at most under lww', () => {
    fc.assert(
      fc.property(fc.array(versions, { minLength: 1 }), (all) => {
        expect(mergeVersions('lww', [], all)).toHaveLength(1);
      }),
    );
  });
});

describe('taking versions out', () => {
  it('takes out exactly the given ones', () => {
    fc.assert(
      fc.property(fc.array(versions), fc.array(versions), (held, removed) => {
        const left = withoutVersions(held, removed);
        expect(left.some((a) => removed.some((b) => sameVersion(a, b)))).toBe(false);
        const kept = held.filter((a) => !removed.some((b) => compareVersions(a, b) === 0));
        expect(left).toEqual(kept);
      }),
    );
  });
});
