/** What the models expect to fail, against the tables of the protocol's claims. */

import { describe, expect, it } from 'vitest';
import { expectedViolations as handoff } from '../../spec/handoff/handoff.model.ts';
import { expectedViolations as quorum } from '../../spec/quorum/quorum.model.ts';
import { expectedViolations as versions } from '../../spec/versions/versions.model.ts';

const strict = { repair: 'off', readers: 0, timeouts: 0, drops: 0 } as const;
const sloppy = { puts: 1, drops: 0 };

describe('reading what one wrote', () => {
  it.each([
    [1, 1, true],
    [1, 2, true],
    [2, 1, true],
    [1, 3, false],
    [2, 2, false],
    [3, 1, false],
    [2, 3, false],
    [3, 2, false],
    [3, 3, false],
  ])('with R=%i and W=%i of three is expected to fail: %s', (r, w, fails) => {
    expect(quorum({ ...strict, r, w }).has('RYW')).toBe(fails);
    expect(quorum({ ...strict, r, w }).has('Regular')).toBe(fails);
  });

  it.each([
    [2, 2, 1, true],
    [3, 2, 1, false],
    [2, 3, 1, false],
    [3, 3, 1, false],
    [2, 2, 2, true],
    [3, 2, 2, true],
    [2, 3, 2, true],
    [3, 3, 2, false],
  ])('with R=%i, W=%i and %i suspicions is expected to fail: %s', (r, w, suspicions, fails) => {
    expect(handoff({ ...sloppy, r, w, suspicions }).has('RYW')).toBe(fails);
  });
});

describe('reading monotonically', () => {
  it.each([
    ['off', 2, true],
    ['async', 2, true],
    ['block', 2, false],
    ['off', 3, false],
    ['async', 3, false],
    ['block', 1, false],
  ] as const)('with repair %s and R=%i is expected to fail: %s', (repair, r, fails) => {
    expect(quorum({ ...strict, r, w: 2, repair, readers: 1 }).has('MR')).toBe(fails);
  });
});

describe('keeping what was acknowledged', () => {
  it.each([
    ['vv-ctx', true],
    ['vv-node', true],
    ['lww', true],
    ['dvv', false],
  ] as const)('in mode %s is expected to fail: %s', (mode, fails) => {
    const expected = versions({ n: 3, mode, story: 'rounds3', skew: 0, apart: 0 });
    expect(expected.has('NoLostAck')).toBe(fails);
    expect(expected.has('ClockSound')).toBe(fails);
    expect(expected.has('RYW')).toBe(fails);
  });
});
