import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { has } from '../../../spec/values/id-set.ts';
import { pastOf } from '../../../spec/values/minting.ts';
import type { Mode, Version } from '../../../spec/values/version.ts';
import {
  addsTo,
  merge,
  sameVersion,
  sameVersions,
  supersedes,
} from '../../../spec/values/version.ts';
import { anyVersions, histories, modes, play } from './generated.ts';

const plain = (mode: Mode) => ({ mode, skew: {} });
const withoutGhosts = (versions: readonly Version[]) =>
  versions.map((version) => ({ ...version, ghost: { past: {} } }));

describe.each(modes)('merging versions in mode %s', (mode) => {
  // In dvv a clock and a dot say something only if they come from a history.
  const versions =
    mode === 'dvv'
      ? histories.chain((history) => {
          const { copies, sent } = play(plain('dvv'), history);
          return fc.constantFrom(...copies.map((copy) => copy.versions), ...sent);
        })
      : anyVersions(mode);
  const threeSets =
    mode === 'dvv'
      ? histories.chain((history) => {
          const { copies, sent } = play(plain('dvv'), history);
          const set = fc.constantFrom(...copies.map((copy) => copy.versions), ...sent);
          return fc.tuple(set, set, set);
        })
      : fc.tuple(versions, versions, versions);

  it('is idempotent', () => {
    fc.assert(
      fc.property(versions, (set) => {
        const merged = merge(mode, set, []);
        expect(merge(mode, merged, merged)).toEqual(merged);
        expect(addsTo(mode, merged, merged)).toBe(false);
      }),
    );
  });

  it('is commutative', () => {
    fc.assert(
      fc.property(threeSets, ([a, b]) => {
        expect(merge(mode, a, b)).toEqual(merge(mode, b, a));
      }),
    );
  });

  it('is associative', () => {
    fc.assert(
      fc.property(threeSets, ([a, b, c]) => {
        expect(merge(mode, merge(mode, a, b), c)).toEqual(merge(mode, a, merge(mode, b, c)));
      }),
    );
  });

  it('keeps no version that another supersedes, and drops none that no other does', () => {
    fc.assert(
      fc.property(threeSets, ([a, b]) => {
        const merged = merge(mode, a, b);
        const all = [...a, ...b];
        for (const version of all) {
          const beaten = all.some((other) => supersedes(mode, other, version));
          expect(merged.some((kept) => sameVersion(kept, version))).toBe(!beaten);
        }
      }),
    );
  });

  it('comes out the same, and in the same order, whatever the ghosts are', () => {
    fc.assert(
      fc.property(threeSets, ([a, b]) => {
        const merged = merge(mode, withoutGhosts(a), withoutGhosts(b));
        expect(withoutGhosts(merge(mode, a, b))).toEqual(merged);
        expect(sameVersions(merge(mode, a, b), merged)).toBe(true);
      }),
    );
  });

  const newer = (a: Version, b: Version) => supersedes(mode, a, b);

  it('rests on a strict partial order', () => {
    fc.assert(
      fc.property(threeSets, (sets) => {
        const all = sets.flat();
        for (const a of all) {
          expect(newer(a, a)).toBe(false);
          for (const b of all.filter((other) => newer(a, other))) {
            expect(newer(b, a)).toBe(false);
            for (const c of all.filter((other) => newer(b, other))) {
              expect(newer(a, c)).toBe(true);
            }
          }
        }
      }),
    );
  });
});

describe('dotted version vectors', () => {
  it('call one version newer exactly if it has the other in its true past', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { minted } = play(plain('dvv'), history);
        for (const newer of minted) {
          for (const older of minted.filter((other) => other !== newer)) {
            expect(supersedes('dvv', newer, older)).toBe(has(newer.ghost.past, older.value));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never lose a write: it stays in the past of something that is stored', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { copies, minted } = play(plain('dvv'), history);
        const past = pastOf(copies.flatMap(({ versions }) => versions));
        expect(minted.every(({ value }) => has(past, value))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('lose a write if a version travels without its siblings', () => {
    // p0 and p1 are siblings at A; B hears of p1 only; a client reads p1 there and replaces it.
    const { copies, minted } = play(
      plain('dvv'),
      [
        { kind: 'put', client: 0, at: 0, blind: true },
        { kind: 'put', client: 0, at: 0, blind: true },
        { kind: 'replicate', put: 1, to: 1 },
        { kind: 'get', client: 1, at: 1 },
        { kind: 'put', client: 1, at: 1, blind: false },
        { kind: 'sync', from: 1, to: 0 },
      ],
      (_, __, version) => [version],
    );
    const past = pastOf(copies.flatMap(({ versions }) => versions));
    expect(minted.filter(({ value }) => !has(past, value)).map(({ value }) => value)).toEqual([
      'p0',
    ]);
  });
});

describe.each(['vv-ctx', 'vv-node', 'lww'] as const)('mode %s', (mode) => {
  it('loses one of two blind writes at one node', () => {
    const { copies } = play(plain(mode), [
      { kind: 'put', client: 0, at: 0, blind: true },
      { kind: 'put', client: 1, at: 0, blind: true },
    ]);
    expect(pastOf(copies.flatMap(({ versions }) => versions))).toEqual({ p1: true });
  });
});
