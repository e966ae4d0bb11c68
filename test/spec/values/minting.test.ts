import { describe, expect, it } from 'vitest';
import type { Copy, Write } from '../../../spec/values/minting.ts';
import {
  companions,
  contextAfter,
  contextOf,
  mint,
  noContext,
  noCopy,
} from '../../../spec/values/minting.ts';
import type { Mode, Version, Versioning } from '../../../spec/values/version.ts';

const versioned = (mode: Mode): Versioning => ({ mode, skew: {} });
const blind = (value: string): Write => ({ value, context: noContext, ghost: { past: {} } });
const after = (versioning: Versioning, seen: readonly Version[], value: string): Write => ({
  value,
  context: contextOf(versioning, seen),
  ghost: { past: {} },
});

describe("the lecture's walk through vector clocks", () => {
  it.each(['vv-node', 'vv-ctx'] as const)('comes out as on the slides (%s)', (mode) => {
    const versioning = versioned(mode);
    const first = mint(versioning, noCopy, 'C', blind('created'));
    expect(first.version.clock).toEqual({ C: 1 });
    const second = mint(versioning, first.copy, 'C', after(versioning, [first.version], 'again'));
    expect(second.version.clock).toEqual({ C: 2 });
    const elsewhere: Copy = { ...noCopy, versions: [first.version] };
    const third = mint(versioning, elsewhere, 'D', after(versioning, [first.version], 'apart'));
    expect(third.version.clock).toEqual({ C: 1, D: 1 });
    expect(third.copy.versions).toEqual([third.version]);
  });

  it('ends in the conflict of D3 and D4, which D5 resolves (DeCandia 2007, figure 3)', () => {
    const versioning = versioned('vv-node');
    const d1 = mint(versioning, noCopy, 'X', blind('d1'));
    const d2 = mint(versioning, d1.copy, 'X', after(versioning, [d1.version], 'd2'));
    const d3 = mint(versioning, noCopy, 'Y', after(versioning, [d2.version], 'd3'));
    const d4 = mint(versioning, noCopy, 'Z', after(versioning, [d2.version], 'd4'));
    const both = [d3.version, d4.version];
    const d5 = mint(versioning, { ...d2.copy, versions: both }, 'X', after(versioning, both, 'd5'));
    expect(d5.version.clock).toEqual({ X: 3, Y: 1, Z: 1 });
    expect(d5.copy.versions).toEqual([d5.version]);
  });
});

describe('a counter', () => {
  it('is kept by the node, except in vv-ctx, where the context counts', () => {
    const counters = (['vv-ctx', 'vv-node', 'dvv', 'lww'] as const).map((mode) => {
      const once = mint(versioned(mode), noCopy, 'A', blind('x'));
      const twice = mint(versioned(mode), once.copy, 'A', blind('y'));
      return [twice.version.dot.counter, twice.copy.counter];
    });
    expect(counters).toEqual([
      [1, 0],
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
  });
});

describe('the context after a put', () => {
  it('includes the write', () => {
    const versioning = versioned('dvv');
    const write = blind('x');
    const { version } = mint(versioning, noCopy, 'A', write);
    expect(contextAfter(versioning, version, write)).toEqual({
      context: { clock: { A: 1 }, time: 0 },
      ghost: { past: { x: true } },
    });
  });

  it('leaves it out in dvv where it would claim an unseen earlier write of the node', () => {
    const versioning = versioned('dvv');
    const { copy } = mint(versioning, noCopy, 'A', blind('x'));
    const write = blind('y');
    const { version } = mint(versioning, copy, 'A', write);
    expect(contextAfter(versioning, version, write)).toEqual({
      context: noContext,
      ghost: { past: {} },
    });
  });
});

describe('what a new version travels with', () => {
  it('is its siblings in dvv, and nothing in the other modes', () => {
    const once = mint(versioned('dvv'), noCopy, 'A', blind('x'));
    const { version, copy } = mint(versioned('dvv'), once.copy, 'A', blind('y'));
    expect(companions(versioned('dvv'), copy, version)).toEqual([once.version, version]);
    expect(companions(versioned('vv-node'), copy, version)).toEqual([version]);
  });
});

describe('time stamps', () => {
  const versioning: Versioning = { mode: 'lww', skew: { A: 10 } };

  it('are true time plus the skew of the clock that gave them', () => {
    const ahead = mint(versioning, noCopy, 'A', blind('x'));
    expect(ahead.version.stamp).toBe(11);
    expect(contextOf(versioning, [ahead.version]).time).toBe(1);
    const local = mint(versioning, ahead.copy, 'B', blind('y'));
    expect(local.version.stamp).toBe(2);
  });

  it('let a skewed clock win over a write that had seen its version', () => {
    const ahead = mint(versioning, noCopy, 'A', blind('x'));
    const later = mint(versioning, noCopy, 'B', after(versioning, [ahead.version], 'y'));
    const merged = mint(versioning, ahead.copy, 'B', after(versioning, [ahead.version], 'y'));
    expect(later.version.stamp).toBe(2);
    expect(merged.copy.versions).toEqual([ahead.version]);
  });
});
