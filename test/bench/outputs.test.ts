import { describe, expect, test } from 'vitest';
import { cachegrindCounts } from './cachegrind-output.ts';
import { panAnswer } from './pan-output.ts';
import { tableBits } from './spin.ts';

const printed = (change: (text: string) => string = (text) => text): string =>
  change(`
(Spin Version 6.5.2 -- 6 December 2019)
State-vector 36 byte, depth reached 30, errors: 0
 11097779 states, stored
 1.083912e+08 states, matched
1.1948903e+08 transitions (= stored+matched)
        0 atomic steps
hash conflicts:  12543406 (resolved)

  592.685	equivalent memory usage for states (stored*(State-vector + overhead))
  508.364	actual memory usage for states (compression: 85.77%)
  764.661	total actual memory usage

0m0.010000s 0m0.020000s
1m19.250000s 0m0.750000s
`);

describe('what pan prints', () => {
  test('is read, the initial state not being a transition', () => {
    expect(panAnswer(printed())).toEqual({
      states: 11_097_779,
      transitions: 119_489_029,
      cpuSeconds: 80,
      bytesPerState: (764.661 * 2 ** 20) / 11_097_779,
    });
  });

  test('of small searches has whole numbers', () => {
    const small = printed((text) => text.replace('1.1948903e+08', '    68275'));
    expect(panAnswer(small).transitions).toBe(68_274);
  });

  test('is refused where the search was cut short', () => {
    const cut = printed((text) => `error: max search depth too small\n${text}`);
    expect(() => panAnswer(cut)).toThrow("pan didn't finish ('max search depth too small')");
    const full = printed((text) => `pan: reached -DMEMLIM bound\nmemory limit\n${text}`);
    expect(() => panAnswer(full)).toThrow("pan didn't finish");
  });

  test('is refused where numbers are missing', () => {
    expect(() => panAnswer('0m0.0s 0m0.0s')).toThrow("pan printed no 'states, stored'");
    const timeless = printed((text) => text.replace(/1m19.*/, ''));
    expect(() => panAnswer(timeless.replace(/0m0.*/, ''))).toThrow('the shell printed no times');
  });
});

describe("pan's table", () => {
  test('has two to four places for each state', () => {
    for (const states of [40_000, 2 ** 20, 2 ** 20 + 1, 11_097_779]) {
      const places = 2 ** tableBits(states) / states;
      expect(places).toBeGreaterThanOrEqual(2);
      expect(places).toBeLessThan(4);
    }
  });
});

describe('what cachegrind prints', () => {
  const summary = `
==823== I   refs:      3,598,343,647
==823== I1  misses:       21,379,586
==823== D   refs:      1,571,278,773  (1,077,746,515 rd   + 493,532,258 wr)
==823== D1  misses:       25,318,775  (   18,730,855 rd   +   6,587,920 wr)
==823== LLd misses:        1,287,821  (      249,595 rd   +   1,038,226 wr)
`;

  test('is read', () => {
    expect(cachegrindCounts(summary)).toEqual({
      instructions: 3_598_343_647,
      firstLevelMisses: 25_318_775,
    });
  });

  test('is refused where numbers are missing', () => {
    expect(() => cachegrindCounts('valgrind: no such tool')).toThrow('valgrind printed no');
  });
});
