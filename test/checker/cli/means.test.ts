import { describe, expect, it } from 'vitest';
import { idleMeans, meansOf, refuseMeans, size } from '../../../checker/cli/means.ts';

describe('a size', () => {
  it.each([
    ['1B', 1],
    ['1048576', 2 ** 20],
    ['2k', 2048],
    ['500M', 500 * 2 ** 20],
    ['1.5G', 1.5 * 2 ** 30],
    ['4 GiB', 4 * 2 ** 30],
  ])('may be written %s', (written, bytes) => {
    expect(size(written)).toBe(bytes);
  });

  it.each(['', '0', '-1', 'much', '4X', '1e3'])('is refused as %s', (written) => {
    expect(() => size(written)).toThrow('A size is expected');
  });

  it.each([
    ['1', '1 byte. Write 1G for GiB, or 1M'],
    ['5', '5 bytes. Write 5G for GiB, or 5M for MiB'],
    ['500', '500 bytes. Write 500G'],
    ['1048575', '1048575 bytes'],
    ['0.5', '0.5 bytes'],
  ])('is refused as %s, for want of a unit', (written, why) => {
    expect(() => size(written)).toThrow(`A unit is missing: that would be ${why}`);
  });
});

describe('means', () => {
  it('are one thread a core, exact and without a bound, unless they are named', () => {
    expect(meansOf({})).toMatchObject({ store: 'exact', memory: null });
    expect(meansOf({}).workers).toBeGreaterThanOrEqual(1);
    const named = { workers: 3, store: 'fingerprint', memory: 5 } as const;
    expect(meansOf(named)).toEqual(named);
  });

  it.each([
    [{ store: 'fingerprint' }, /no use for --store fingerprint/],
    [{ memory: 5 }, /no use for --memory/],
  ] as const)('are refused beside partial order, which makes no use of %j', (options, why) => {
    expect(() => refuseMeans(options, ['partial-order'])).toThrow(why);
    expect(() => refuseMeans(options, ['symmetry'])).not.toThrow();
    expect(() => refuseMeans({ workers: 2, store: 'exact' }, ['partial-order'])).not.toThrow();
  });

  it('are told to make no difference where more threads are asked for than partial order takes', () => {
    const note = 'note: --reduce partial-order searches with one thread, whatever --workers is';
    expect(idleMeans({ workers: 2 }, ['symmetry', 'partial-order'])).toEqual([note]);
    expect(idleMeans({ workers: 1 }, ['partial-order'])).toEqual([]);
    expect(idleMeans({}, ['partial-order'])).toEqual([]);
    expect(idleMeans({ workers: 2 }, ['symmetry'])).toEqual([]);
  });
});
