import { describe, expect, it } from 'vitest';
import type { Findings } from '../../../checker/check/findings.types.ts';
import { unexplored } from '../../../checker/check/unexplored.ts';
import { obstacles } from '../../../checker/engine/partial-order/obstacles.ts';
import type { LeftOut } from '../../../checker/engine/partial-order/tally.ts';
import { partialOrderLines } from '../../../checker/report/reduction-lines.ts';

const leftOut: LeftOut = {
  letsSleep: true,
  enabled: 4000,
  taken: 1010,
  retaken: 10,
  asleep: 1200,
  passed: 300,
  notKept: 120,
  passes: 3,
  onCycles: 4,
  inFull: { arrivals: 90, cycles: 1 },
};

function linesOf(changed: Partial<LeftOut>): readonly string[] {
  const findings: Findings = { ...unexplored('interrupted'), states: 1234, depth: 18 };
  return partialOrderLines({ ...findings, leftOut: { ...leftOut, ...changed } });
}

describe('what partial order left out', () => {
  it('is told by its factor, its parts, and what limited it', () => {
    expect(linesOf({})).toEqual([
      '      took 1 000 of 4 000 enabled steps, 1 in 4.0: 30 % asleep, 45 % put off',
      '      took some of these again, 10 times, since others woke: 1 010 taken in all',
      "      met 120 more states that aren't kept but count for --max-states",
      '      passed through such states 300 times',
      '      let no step sleep in 4 states on cycles',
      '      began again 2 times, as choices had turned out wrong; these figures are of the last time alone',
      '      put no step off in 91 of 1 234 states:',
      '        90 where a message that may still come in makes a difference',
      '        1 on cycles, where others would be put off for ever',
      "      kept no state more than 18 steps away; how deep the model is isn't known, and runs need not be",
      '      shortest',
    ]);
  });

  it('is told without what there was none of', () => {
    const none = {
      retaken: 0,
      passed: 0,
      notKept: 0,
      passes: 1,
      onCycles: 0,
      inFull: {},
      letsSleep: false,
      asleep: 0,
    };
    const lines = linesOf({ ...none, taken: 4000 });
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('took 4 000 of 4 000 enabled steps, 1 in 1.0: 0 % asleep');
    expect(lines[1]).toContain('let no step sleep, since most states are on cycles');
  });

  it('fits the page, whatever was in the way', () => {
    const million = 1_000_000_000;
    const inFull = Object.fromEntries(obstacles.map((obstacle) => [obstacle, million]));
    const lines = linesOf({ enabled: million, taken: million, passed: million, inFull });
    expect(lines.length).toBeGreaterThan(obstacles.length);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('is nothing of a search that took steps in all orders', () => {
    expect(partialOrderLines(unexplored('interrupted'))).toEqual([]);
  });
});
